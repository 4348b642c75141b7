"""What a process does beside its work goes on when it fails once."""

from threading import Event

from bot.waking import Rounds


def test_rounds_go_on_when_one_fails() -> None:
    told: list[str] = []
    often = Event()

    def fail() -> None:
        told.append("first")
        raise OSError

    def do() -> None:
        told.append("round")
        if len(told) == 2:
            raise OSError
        often.set()

    rounds = Rounds(fail, do, 0.01)
    rounds.start()
    assert told[0] == "first"
    assert often.wait(20)
    rounds.close()
    assert told[:3] == ["first", "round", "round"]
