"""WhatsApp's own grammar: markup, template parameters, contacts and orders. Knows nothing of findings or channels."""
