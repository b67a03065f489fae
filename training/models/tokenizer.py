"""Unigram tokenizer (Kudo 2018, arXiv:1804.10959): most likely split by Viterbi; written as a tokenizer.json.

Text is lower-cased, Unicode-composed (NFC), white space becomes one blank; each word carries its leading blank as U+2581.
Piece 0 is the padding, piece 1 the unknown character.
"""

import json
import math
import re
import unicodedata
from collections import Counter

BLANK = "\u2581"
PAD, UNKNOWN = 0, 1
UNKNOWN_PENALTY = -20.0


def normalise(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def words_of(text: str) -> list[str]:
    """Words with their leading blank; punctuation marks stand alone."""
    found = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*|\S", normalise(text))
    return [BLANK + word for word in found]


class Tokenizer:
    def __init__(self, pieces: list[tuple[str, float]]):
        self.pieces = pieces
        self.ids = {piece: i for i, (piece, _) in enumerate(pieces)}
        self.longest = max(len(piece) for piece, _ in pieces)
        self._seen: dict[str, list[int]] = {}

    def split(self, word: str) -> list[int]:
        if word in self._seen:
            return self._seen[word]
        n = len(word)
        best = [0.0] + [-math.inf] * n
        back = [(0, UNKNOWN)] * (n + 1)
        for end in range(1, n + 1):
            for start in range(max(0, end - self.longest), end):
                piece = self.ids.get(word[start:end])
                if piece is not None and piece > UNKNOWN:
                    score = best[start] + self.pieces[piece][1]
                elif end - start == 1:
                    piece, score = UNKNOWN, best[start] + UNKNOWN_PENALTY
                else:
                    continue
                if score > best[end]:
                    best[end], back[end] = score, (start, piece)
        ids, end = [], n
        while end > 0:
            start, piece = back[end]
            ids.append(piece)
            end = start
        self._seen[word] = ids[::-1]
        return self._seen[word]

    def encode(self, text: str) -> list[int]:
        return [piece for word in words_of(text) for piece in self.split(word)]

    def save(self, path):
        model = {"type": "Unigram", "unk_id": UNKNOWN, "vocab": [[p, round(s, 4)] for p, s in self.pieces]}
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"version": "1.0", "normalizer": "nfc, lower-case, one blank", "model": model}, file, ensure_ascii=False)

    @staticmethod
    def load(path) -> "Tokenizer":
        with open(path, encoding="utf-8") as file:
            return Tokenizer([(p, s) for p, s in json.load(file)["model"]["vocab"]])


def padded(rows: list[list[int]], multiple: int) -> list[list[int]]:
    """All rows as long as the longest, rounded up to `multiple`; one `multiple` of padding stands for no text."""
    length = max(multiple, -(-max(map(len, rows)) // multiple) * multiple)
    return [row + [PAD] * (length - len(row)) for row in rows]


def train(texts, size: int = 2048) -> Tokenizer:
    """Pieces by expectation on the best split: start from frequent substrings, re-count, drop the least used, repeat."""
    words = Counter(word for text in texts for word in words_of(text))
    counts: Counter = Counter()
    for word, count in words.items():
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + 16) + 1):
                counts[word[start:end]] += count * (end - start)
    characters = sorted(set("".join(words)) | set("abcdefghijklmnopqrstuvwxyz0123456789àâçéèêëîïôùûüœæ.,;:!?'\"-()" + BLANK))
    pieces = {piece: count for piece, count in counts.most_common(size * 6)}
    for _ in range(6):
        total = math.log(sum(pieces.values()))
        table = [("<pad>", 0.0), ("<unk>", 0.0)] + [(p, math.log(c) - total) for p, c in sorted(pieces.items())]
        table += [(c, -14.0) for c in characters if c not in pieces]
        tokenizer = Tokenizer(table)
        used: Counter = Counter()
        for word, count in words.items():
            for piece in tokenizer.split(word):
                used[table[piece][0]] += count
        keep = max(size - 2 - len(characters), int(len(pieces) * 0.6))
        pieces = {piece: count for piece, count in used.most_common(keep)}
    room = size - 2 - sum(1 for c in characters if c not in pieces)
    pieces = dict(Counter(pieces).most_common(room))
    total = math.log(sum(pieces.values()))
    table = [("<pad>", 0.0), ("<unk>", 0.0)] + [(p, math.log(c) - total) for p, c in sorted(pieces.items())]
    return Tokenizer(table + [(c, -14.0) for c in characters if c not in pieces])
