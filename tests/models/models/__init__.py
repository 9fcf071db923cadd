"""Tests the writer with a language model with real servers on loopback.

`python -m models --binary FILE --unpacked FOLDER` starts kiwix-serve, MediaWiki and llama.cpp with articles about
invented subjects, runs the checks, and stops everything. A scripted model, which knows the facts of these articles,
stands in for a good model and for every fault of one.
"""
