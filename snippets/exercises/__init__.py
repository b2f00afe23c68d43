"""Exercises that check themselves: predict, run, be told whether you were right, and why.

    python3 -m snippets.exercises                       list them
    python3 -m snippets.exercises NAME                  do one
    python3 -m snippets.exercises NAME --answer X       the same without being asked
    python3 -m snippets.exercises --lang zh             in Chinese

An exercise is a change to one of the book's programs, and a question about what it prints then.
They are kept in one file for each chapter, ``process.toml`` and so on, in both languages. The
answer is not looked up there: the changed program is run, in a copy, and its output decides.
"""
