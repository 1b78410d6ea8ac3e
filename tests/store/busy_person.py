"""One person at work in an appraisal as a process of its own, saying each thing that is done once it is.

`busy_person.py FOLDER NAME clerk|reviewer SEED`: a line a thing on standard output, written after the store
has acknowledged it. Each save and each ruling carries an id of its own, so that it can be found again.
"""

import os
import random
import sys
import time
import uuid
from pathlib import Path

from store.access import find_batch
from store.appraisal import open_appraisal
from store.keying_session import begin_keying, next_batch
from store.reconciling import say_settled
from store.returning import return_pass
from store.ruling import begin_review, rule
from store.status import progress
from store.taking_in import take_in
from tally.progress import BatchState
from tally.readings import Pass, Reading
from tally.rulings import ProposedRuling
from tally.said import Refused


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def clerk(folder, name, chance):
    """Key what there is to key; correct now and then; hand in."""
    while True:
        appraisal = open_appraisal(folder, name)
        batches = [one.batch for one in progress(appraisal)]
        chance.shuffle(batches)
        batch = next_batch(appraisal, batches)
        if batch is None:
            time.sleep(0.05)
            continue
        try:
            with begin_keying(appraisal, batch) as session:
                for number in [*session.cover.numbers, chance.choice(session.cover.numbers)]:
                    if number in session.keyed and chance.random() < 0.8:
                        continue
                    one = uuid.uuid4().hex
                    session.save(number, Reading(chance.choice("1112"), opinion=True, words=one))
                    say("saved", session.tag, number, one)
                session.hand_in(len(session.keyed))
                say("handed-in", session.tag)
        except Refused as refused:
            say("refused", refused.said.text().replace("\n", " "))


def reviewer(folder, name, chance):
    """Take in, rule, now and then give a pass back."""
    while True:
        done = False
        appraisal = open_appraisal(folder, name)
        for one in progress(appraisal):
            if one.state in (BatchState.HANDED_IN, BatchState.KEYING):
                try:
                    for taken in take_in(appraisal, one.batch):
                        say("taken", taken.tag)
                        done = True
                    say_settled(appraisal, find_batch(appraisal, one.batch).cover)
                except Refused as refused:
                    say("refused", refused.said.text())
            elif one.state is BatchState.DIFFERING:
                done = review(appraisal, one.batch, chance) or done
        if not done:
            time.sleep(0.05)


def review(appraisal, batch, chance):
    try:
        if chance.random() < 0.05:
            return_pass(appraisal, batch, chance.choice(list(Pass)), "again")
            say("returned", batch)
            return True
        screen = begin_review(appraisal, batch)
        for question in screen.settlement.open_questions:
            one = uuid.uuid4().hex
            proposed = ProposedRuling(question.ballot, question.place, question.first, one)
            rule(appraisal, batch, [proposed], screen.attempts)
            say("ruled", batch, question.ballot, one)
        say_settled(appraisal, screen.cover)
    except Refused as refused:
        say("refused", refused.said.text())
    return True


if __name__ == "__main__":
    work = {"clerk": clerk, "reviewer": reviewer}[sys.argv[3]]
    work(Path(sys.argv[1]), sys.argv[2], random.Random(int(sys.argv[4])))
