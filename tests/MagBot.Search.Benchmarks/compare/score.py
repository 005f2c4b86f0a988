"""MRR@10 and recall@10 of runs. Usage: score.py QRELS RUN... (run: query <tab> document <tab> score, in order)"""
import sys

relevant = {}
for line in open(sys.argv[1]):
    query, doc = line.split()
    relevant.setdefault(query, set()).add(doc)
for path in sys.argv[2:]:
    ranked = {}
    for line in open(path):
        query, doc, _ = line.split("\t")
        ranked.setdefault(query, []).append(doc)
    mrr = recall = 0.0
    for query, docs in relevant.items():
        top = ranked.get(query, [])[:10]
        mrr += next((1 / (i + 1) for i, d in enumerate(top) if d in docs), 0.0)
        recall += len(docs & set(top)) / len(docs)
    print(f"{path}: MRR@10 {mrr / len(relevant):.4f}  recall@10 {recall / len(relevant):.4f}")
