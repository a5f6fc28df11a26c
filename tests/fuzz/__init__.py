"""Mutated messages, callbacks, octets, texts and options: only our errors may leave, and what leaves is JSON.

    python -m tests.fuzz --executions 1000000 --seed 1

Each execution is made from its number and the seed alone, so that any of them can be had again, on any machine:
``python -m tests.fuzz --seed 1 --first 4711 --executions 1``. A failure is shrunk, and printed with that command.
"""
