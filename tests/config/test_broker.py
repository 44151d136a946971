"""A broker of folders, for the machine without Redis."""

import os

import pytest
from kombu import Connection
from kombu.asynchronous import Hub

from config.broker import Transport
from tests.services.processes import until


# Kombu remembers the queues of a process, so each test has a queue of its own.
@pytest.fixture
def folders(tmp_path):
    (tmp_path / "queue").mkdir()
    (tmp_path / "control").mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
        "store_processed": False,
    }
    with Connection("filesystem://", transport=Transport, transport_options=options) as connection:
        yield connection, tmp_path / "queue"


def test_messages_come_out_in_the_order_they_went_in(folders):
    connection, _queue = folders
    line = connection.SimpleQueue("ordered")
    for number in range(20):
        line.put({"number": number})

    received = [line.get(timeout=30) for _ in range(20)]

    assert [message.payload["number"] for message in received] == list(range(20))


def test_a_message_that_is_still_being_written_is_not_read(folders):
    connection, queue = folders
    line = connection.SimpleQueue("written")
    (queue / "00000000000000000001_x.written.msg.draft").write_text("{ half a mess")

    with pytest.raises(line.Empty):
        line.get(timeout=0.3)


def test_a_message_not_acknowledged_is_there_again(folders):
    connection, queue = folders
    line = connection.SimpleQueue("returned")
    line.put({"number": 1})
    line.get(timeout=30)
    assert os.listdir(queue) == []

    line.channel.close()  # as a worker does that is told to stop

    options = connection.transport_options
    with Connection("filesystem://", transport=Transport, transport_options=options) as after:
        assert after.SimpleQueue("returned").get(timeout=30).payload == {"number": 1}


def test_a_worker_takes_what_is_there_in_its_own_loop(folders):
    """Where the transport has none, a killed process of the pool leaves the others without work."""
    connection, _queue = folders
    line, loop, taken = connection.SimpleQueue("looped"), Hub(), []
    line.consumer.callbacks = [lambda body, _message: taken.append(body)]
    line.consumer.consume()
    connection.transport.register_with_event_loop(connection.connection, loop)
    for number in range(3):
        line.put({"number": number})

    turns = loop.create_loop()
    until(lambda: next(turns, None) or len(taken) == 3)

    assert taken == [{"number": 0}, {"number": 1}, {"number": 2}]
    assert connection.transport.implements.asynchronous
