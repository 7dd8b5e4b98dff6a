"""The peers: scikit-learn's LinearSVC over TF-IDF, plain and calibrated, and fastText, on the rows of two message files.

Prints one line a peer: name, tab, accuracy, tab, macro-F1, tab, seconds of training. Debian packages python3-sklearn and fasttext.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter

import numpy
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")


def read(path):
    with open(path, encoding="utf-8") as lines:
        mails = [json.loads(line) for line in lines]
    return [m["subject"] + "\n" + m["body"] for m in mails], [m["label"] for m in mails]


def say(name, answers, seconds):
    macro = f1_score(truth, answers, average="macro", labels=sorted(set(truth)), zero_division=0)
    print(f"{name}\t{accuracy_score(truth, answers):.4f}\t{macro:.4f}\t{seconds:.1f}", flush=True)


def tokens(text):
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


texts, labels = read(sys.argv[1])
asked, truth = read(sys.argv[2])

began = time.time()
features = make_union(
    TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
    TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2))
learned, seen = features.fit_transform(texts), features.transform(asked)
made = time.time() - began

for name, weight in (("LinearSVC", None), ("LinearSVC, balanced", "balanced")):
    began = time.time()
    model = LinearSVC(class_weight=weight).fit(learned, labels)
    say(name, model.predict(seen), made + time.time() - began)

# The rows of a label with fewer than five cannot be spread over five folds.
sizes = Counter(labels)
kept = [i for i, label in enumerate(labels) if sizes[label] >= 5]
began = time.time()
model = CalibratedClassifierCV(LinearSVC(), cv=5).fit(learned[kept], numpy.array([labels[i] for i in kept]))
say("LinearSVC, calibrated", model.predict(seen), made + time.time() - began)

names = sorted(set(labels))
numbers = {name: i for i, name in enumerate(names)}
with tempfile.TemporaryDirectory() as folder:
    train, test, model = (os.path.join(folder, name) for name in ("train", "test", "model"))
    with open(train, "w", encoding="utf-8") as lines:
        lines.writelines(f"__label__{numbers[label]} {tokens(text)}\n" for text, label in zip(texts, labels))
    with open(test, "w", encoding="utf-8") as lines:
        lines.writelines(f"__label__0 {tokens(text)}\n" for text in asked)
    for name, more in (("fastText, words", []), ("fastText, pairs of words", ["-wordNgrams", "2"])):
        began = time.time()
        subprocess.run(["fasttext", "supervised", "-input", train, "-output", model, "-thread", "2", "-epoch", "25", "-lr", "0.5", "-verbose", "0", *more], check=True, capture_output=True)
        seconds = time.time() - began
        said = subprocess.check_output(["fasttext", "predict", model + ".bin", test], text=True).split("\n")[:len(asked)]
        say(name, [names[int(s.replace("__label__", ""))] if s else names[0] for s in said], seconds)
