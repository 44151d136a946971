"""The whole deployment: two processes of pages and two of streams behind the proxy."""

import datetime
import ipaddress
import json
import os
import secrets
import subprocess
import sys

import psycopg2
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from tests.architecture.source import ROOT
from tests.config.compose import VALUE
from tests.services.processes import Service, free_ports, listens, until

PASSWORD = "a quiet lake at noon"
REDIS_PASSWORD = "only-for-this-test"
NAMES = ("web-1", "web-2", "live-1", "live-2", "worker", "beat")


class Site:
    """Everything that runs; `folder` is its machine."""

    def __init__(self, folder, *, names=NAMES, database=""):
        self.folder = folder
        self.database = database or f"quality_queue_services_{os.getpid()}"
        listening = ("http", "https", "redis", *names)
        self.ports = dict(zip(listening, free_ports(len(listening)), strict=True))
        self.values = {
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "POSTGRES_PASSWORD": "unused",
            "REDIS_PASSWORD": REDIS_PASSWORD,
            "SECRET_KEY": secrets.token_urlsafe(64),
            "EMAIL_URL": f"filemail:///{folder}/mail",
        }
        self.places = {
            "DATABASE_URL": self._address_of_the_database(),
            "REDIS_URL": f"redis://:{REDIS_PASSWORD}@127.0.0.1:{self.ports['redis']}/0",
            "HOST": "127.0.0.1",
            "VAR_DIR": str(folder / "var"),
        }
        self.redis = self._service("redis")
        # The command is a shell's: what is added goes to its end.
        self.redis.command[-1] += f" --port {self.ports['redis']} --bind 127.0.0.1 --dir {folder}"
        self.services = {name: self._service(name.split("-")[0], name) for name in names}
        self.proxy = None

    def _service(self, name, label=None):
        own = {"PORT": str(self.ports[label or name])} if name in {"web", "live", "redis"} else {}
        places = self.places | own
        return Service(self.folder, name, self.values, places, label=label)

    def _address_of_the_database(self):
        known = connection.settings_dict
        who = known["USER"] + (f":{known['PASSWORD']}" if known["PASSWORD"] else "")
        return f"postgres://{who}@{known['HOST']}:{known['PORT'] or 5432}/{self.database}"

    def administer(self, *statements):
        server = self.places["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
        session = psycopg2.connect(server)
        session.autocommit = True
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        session.close()

    def rows(self, query):
        with psycopg2.connect(self.places["DATABASE_URL"]) as session, session.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def execute(self, statement):
        with psycopg2.connect(self.places["DATABASE_URL"]) as session, session.cursor() as cursor:
            cursor.execute(statement)

    def open(self):
        self.administer(
            f'DROP DATABASE IF EXISTS "{self.database}"', f'CREATE DATABASE "{self.database}"'
        )
        self.redis.start()
        preparing = [self._service("prepare", f"prepare-{number}").start() for number in (1, 2)]
        assert [each.process.wait(120) for each in preparing] == [0, 0], preparing[0].said
        for service in self.services.values():
            service.start()
        self.chats = self._people()
        self.proxy = self._proxy().start()
        for service in (*self.services.values(), self.redis):
            until(service.is_up)
        until(lambda: listens(self.ports["https"]))

    def _people(self):
        done = subprocess.run(
            [sys.executable, "-m", "tests.services.people", PASSWORD],
            cwd=ROOT,
            env=self.services["web-1"].environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def _proxy(self):
        """nginx with the repository's own files, where the containers are two ports each."""
        home = self.folder / "nginx"
        (home / "conf.d").mkdir(parents=True)
        (home / "tls").mkdir()
        source = ROOT / "deploy" / "nginx"
        (home / "nginx.conf").write_text((source / "nginx.conf").read_text())
        (home / "answers").symlink_to(source / "answers")
        (home / "challenges").symlink_to(source / "challenges")
        places = {
            "PROXY_HTTP": f"127.0.0.1:{self.ports['http']}",
            "PROXY_HTTPS": f"127.0.0.1:{self.ports['https']}",
            "PROXY_WEB": "web",
            "PROXY_LIVE": "live",
            "PROXY_RESOLVER": "127.0.0.1",
        }
        site = (source / "templates" / "site.conf.template").read_text()
        site = VALUE.sub(lambda found: places.get(found.group(1), found.group()), site)
        (home / "conf.d" / "site.conf").write_text(site)
        (home / "conf.d" / "here.conf").write_text(self._of_this_machine(home))
        _make_certificate(home / "tls")
        service = Service(self.folder, "proxy", self.values, {}, label="proxy")
        # Its workers would be nobody, who may not look into the folder of a test.
        as_root = "user root;" if os.getuid() == 0 else ""
        service.command = ["nginx", "-p", str(home), "-c", str(home / "nginx.conf")]
        service.command += ["-g", f"daemon off; pid {home}/pid; {as_root}"]
        service.environment["PATH"] += ":/usr/sbin"
        return service

    def _of_this_machine(self, home):
        def group(name):
            servers = [
                f"server 127.0.0.1:{self.ports[f'{name}-{number}']} max_fails=0;"
                for number in (1, 2)
            ]
            return f"upstream {name} {{ {' '.join(servers)} }}\n"

        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        folders = "".join(f"{kind}_temp_path {home}/{kind};\n" for kind in kinds)
        return group("web") + group("live") + folders

    def subscribers(self):
        """How many processes hear of changes through Redis; 0 while it is away."""
        topic = "quality-queue:live"
        try:
            with redis.from_url(self.places["REDIS_URL"], socket_timeout=2) as client:
                return dict(client.pubsub_numsub(topic))[topic.encode()]
        except redis.RedisError:
            return 0

    def close(self):
        for service in (self.proxy, *self.services.values(), self.redis):
            if service is not None:
                service.end()
        self.administer(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')


def _make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kind = serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))
