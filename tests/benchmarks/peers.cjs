// Usage: node peers.cjs <node_modules> <corpus.json> <rounds>. Prints a JSON object: peer -> what it took, and its counts.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const [folder, corpusFile, rounds] = process.argv.slice(2);
const corpus = JSON.parse(fs.readFileSync(corpusFile, "utf8"));

const peers = {
  "sms-segments-calculator": ({ SegmentedMessage }) => ({
    share: 0.05,
    count: (text) => new SegmentedMessage(text).segmentsCount,
    split: (text) => new SegmentedMessage(text).segments.length,
  }),
  "split-sms": ({ split }) => ({
    share: 1,
    count: (text) => split(text, { summary: true }).parts.length,
    split: (text) => split(text).parts.length,
  }),
  "sms-length": ({ count }) => ({ share: 1, count: (text) => count(text).messages, split: null }),
};

function measure(work, texts) {
  let best = Infinity;
  let counts = [];
  for (let round = 0; round < Number(rounds); round++) {
    const start = process.hrtime.bigint();
    counts = texts.map(work);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / texts.length);
  }
  return { microseconds: best, counts };
}

const results = {};
for (const [name, make] of Object.entries(peers)) {
  const home = path.resolve(folder, name);
  if (!fs.existsSync(home)) continue;
  const peer = make(require(home));
  const texts = corpus.slice(0, Math.max(1, Math.floor(corpus.length * peer.share)));
  results[name] = {
    version: JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8")).version,
    count: measure(peer.count, texts),
    split: peer.split && measure(peer.split, texts),
  };
}
process.stdout.write(JSON.stringify(results));
