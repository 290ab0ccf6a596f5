"""The web process killed under load: no acknowledged answer is lost, none is doubled."""

import http.client
import json
import socket
import threading
from collections import Counter
from functools import partial

import pytest

from cem.serving import Serving, web_arguments
from feedback.models import Response
from organisations.tenancy import organisation_scope
from tests.cast import make_key
from tests.faults.processes import kill, wait_until
from tests.feedback.conftest import make_survey

pytestmark = pytest.mark.faults
SENDERS, EACH = 4, 60


class Load:
    """Senders that post answers of known ids, and send each again until it is acknowledged."""

    def __init__(self, port, key):
        self.port = port
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.acknowledged: list[str] = []
        self.unexpected: list[int] = []
        self.repeated = 0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.send_all, args=(number,)) for number in range(SENDERS)]

    def send_all(self, number):
        for place in range(EACH):
            external_id = f"{number}-{place}"
            while not self.acknowledge(external_id) and not self.stop.is_set():
                self.repeated += 1
                self.stop.wait(0.1)

    def has_come_to(self, share):
        """Whether this share of all answers is acknowledged."""
        return len(self.acknowledged) >= share * SENDERS * EACH

    def acknowledge(self, external_id):
        """Send an answer; false when the connection broke before the answer to it came."""
        body = json.dumps({"survey": "visit", "answers": {"recommend": 9}, "external_id": external_id})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/api/v1/responses/", body, self.headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if status not in (200, 201):
            self.unexpected.append(status)
            return status < 500
        self.acknowledged.append(external_id)
        return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        connection.close()


def test_killed_web_process_loses_no_acknowledged_answer_and_doubles_none(processes, acme):
    with organisation_scope(acme):
        make_survey(acme)
    port = free_port()
    arguments = [*web_arguments(Serving("localhost", port), 1)[:-1], "tests.faults.web:application"]

    def serve():
        process = processes.start("granian", *arguments)
        wait_until(lambda: answers(port))
        return process

    web = serve()
    load = Load(port, make_key(acme, "responses:write"))
    for thread in load.threads:
        thread.start()
    try:
        for share in (1 / 3, 2 / 3):
            wait_until(partial(load.has_come_to, share))
            kill(web)
            acknowledged = list(load.acknowledged)
            assert set(acknowledged) <= set(stored(acme))
            web = serve()
        for thread in load.threads:
            thread.join(timeout=30)
    finally:
        load.stop.set()

    sent = {f"{number}-{place}" for number in range(SENDERS) for place in range(EACH)}
    assert load.unexpected == []
    assert load.repeated > 0
    assert set(load.acknowledged) == sent
    assert Counter(stored(acme)) == dict.fromkeys(sent, 1)


def stored(organisation):
    with organisation_scope(organisation):
        return list(Response.objects.values_list("external_id", flat=True))
