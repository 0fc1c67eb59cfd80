"""Tasks for the tests of the queue; they note what they were given."""

from asm_portal.background import task

DONE = []


@task
def note(number):
    DONE.append(number)


@task
def fail(number):
    DONE.append(number)
    raise RuntimeError("the mail server did not answer")


@task(attempts=1)
def fail_once():
    raise RuntimeError("no second attempt")
