"""The report: one page that loads nothing, answers first, works in a browser, and says what it needs."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
from html.parser import HTMLParser

import pytest

disalign = pytest.importorskip("disalign")
pytest.importorskip("disalign.report")
pytest.importorskip("statsmodels", reason="statsmodels is missing")

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page(quick, program, tmp_path_factory):
    target = tmp_path_factory.mktemp("report") / "quick.html"
    made = subprocess.run([program, "report", str(quick), "-o", str(target)], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert made.stdout.strip() == str(target)
    return target


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.loads, self.headings, self.pictures, self.nameless = [], [], [], 0, 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        for key in ("src", "srcset", "data", "poster", "xlink:href", "href"):
            value = attrs.get(key)
            if value and tag not in ("a",) and not value.startswith(("#", "data:")):
                self.loads.append((tag, value[:60]))
        if tag in ("svg", "canvas"):
            self.pictures += 1
            self.nameless += not (attrs.get("aria-labelledby") or attrs.get("aria-label"))
        if tag in ("h1", "h2"):
            self.headings.append(tag)


def test_the_page_loads_nothing_and_names_its_pictures(page):
    text = page.read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert reader.loads == []
    assert not re.search(r"url\((?!#|['\"]?data:)", text) and "@import" not in text and "fetch(" not in text
    assert len(reader.ids) == len(set(reader.ids)), "ids occur twice"
    assert reader.pictures > 8 and reader.nameless == 0
    assert reader.headings[:2] == ["h1", "h2"]
    assert page.stat().st_size < 6_000_000


def test_the_report_of_a_dose_begins_with_what_the_program_found(program, tmp_path):
    made = subprocess.run([program, "dose", "experiments/studies/dose.toml", "--replicates", "3", "--set", "study.weeks=8", "-o",
                           str(tmp_path / "dose.h5"), "--level", "summary", "--quiet"], capture_output=True, text=True, cwd=ROOT)
    assert made.returncode == 0, made.stderr
    page = disalign.report.report(tmp_path / "dose.h5").read_text(encoding="utf-8")
    with disalign.open(tmp_path / "dose.h5") as ds:
        table = disalign.sensitivity.analysis(ds, "dose_slope").set_index(["outcome", "curve"])
    answer = re.search(r"<li><b>All in all</b>: over the range of goal_dose, 0.07 to 0.23, the outcome changes by (\S+) persons", page)
    change = table.loc["total_civilian_deaths", "mean over all curves"]["change"]
    assert float(answer[1]) == pytest.approx(change, rel=0.01)
    assert page.index("All in all") < page.index("<svg") and "Change with synergy" in page


def test_the_answer_stands_first_and_is_that_of_the_package(page, ds):
    text = page.read_text(encoding="utf-8")
    first = text.index('<section id="answer">')
    assert first < text.index('<section id="design">') < text.index('<section id="limits">')
    row = disalign.paired_effects(ds, "total_civilian_deaths").set_index("scenario").loc["none"]
    assert f"{abs(row.effect):,.0f} {'more' if row.effect > 0 else 'fewer'} persons a run" in text[first:first + 3000]
    assert "What this model cannot say" in text and "parameters are assumed" in text


def test_a_file_of_series_alone_has_a_report_that_says_what_is_left_out(program, tmp_path):
    from conftest import simulate

    file = simulate(program, "experiments/studies/quick.toml", tmp_path / "series.h5", "--replicates", "2", "--set", "study.weeks=30")
    made = subprocess.run([program, "report", str(file), "--json"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "series.html").read_text(encoding="utf-8")
    assert "Left out" in text and "--level events" in text
    subprocess.run([program, "report", str(file), "-o", str(tmp_path / "again.html")], check=True, capture_output=True)
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == text, "the page is not the same each time"


def test_what_is_missing_is_named_with_exit_2(quick, program, tmp_path):
    blocked = tmp_path / "matplotlib"
    blocked.mkdir()
    (blocked / "__init__.py").write_text("raise ImportError('not here')")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'analysis'}:{tmp_path}"}
    made = subprocess.run([sys.executable, "-m", "disalign", "report", str(quick), "-o", str(tmp_path / "p.html")],
                          capture_output=True, text=True, env=environment, cwd=ROOT)
    assert made.returncode == 2 and "Install python3-matplotlib" in made.stderr and "Traceback" not in made.stderr
    made = subprocess.run([program, "report", str(quick)], capture_output=True, text=True, env={**os.environ, "PYTHON": "/no/python"})
    assert made.returncode == 2 and "/no/python" in made.stderr
    for bad in (str(tmp_path / "none.h5"), str(ROOT / "README.md"), str(tmp_path)):
        made = subprocess.run([program, "report", bad, "-o", str(tmp_path / "p.html")], capture_output=True, text=True)
        assert made.returncode == 2 and made.stderr.startswith("error: ") and not (tmp_path / "p.html").exists()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    selenium = pytest.importorskip("selenium.webdriver", reason="python3-selenium is missing")
    from selenium.webdriver.chrome.service import Service

    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium or chromedriver is missing")
    try:
        socket.getaddrinfo("localhost", None)  # selenium calls the driver by that name
    except OSError:
        pytest.skip("localhost has no address here: /etc/hosts is missing, as in a bare chroot")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                 "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path_factory.mktemp('profile')}",
                 "--window-size=1100,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = selenium.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


def visible(browser, selector):
    return browser.execute_script("return [...document.querySelectorAll(arguments[0])].filter(e => getComputedStyle(e).display !== 'none').length",
                                  selector)


def test_the_controls_of_the_page_work_in_a_browser(page, browser):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.get(f"file://{page}")
    assert browser.title == "Does a parallel force help or harm beside a UN mission?"
    rows = visible(browser, "tr[data-series='none']")
    assert rows > 3
    browser.find_element(By.CSS_SELECTOR, "[data-toggle='none']").click()
    assert visible(browser, "tr[data-series='none']") == 0
    faded = "return getComputedStyle(document.querySelector(\".figure [data-series='none']\")).opacity"
    assert float(browser.execute_script(faded)) < 0.1
    browser.find_element(By.CSS_SELECTOR, "[data-toggle='none']").click()
    assert visible(browser, "tr[data-series='none']") == rows and float(browser.execute_script(faded)) == 1

    chart = browser.find_element(By.CSS_SELECTOR, "#course-figure svg")
    browser.execute_script("arguments[0].focus()", chart)
    browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    reading = browser.find_element(By.CSS_SELECTOR, "#course-figure .reading").text
    assert reading.startswith("Week 6") and "UN alone" in reading

    before = browser.find_element(By.ID, "now").text
    browser.find_element(By.ID, "play").click()
    browser.implicitly_wait(0)
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 10).until(lambda b: b.find_element(By.ID, "now").text != before)
    browser.find_element(By.ID, "play").click()
    assert browser.find_element(By.ID, "play").text == "Play"
    painted = "const c = document.getElementById('map'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
    assert browser.execute_script(painted)
    assert [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []


def test_the_page_fits_a_phone(page, browser):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 800, "deviceScaleFactor": 2, "mobile": True})
    browser.get(f"file://{page}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_without_scripts_the_figures_stand_still(page, browser):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"file://{page}")
        from selenium.webdriver.common.by import By

        assert browser.find_element(By.CSS_SELECTOR, "#still svg").is_displayed()
        assert not browser.find_element(By.ID, "player").is_displayed()
        assert not browser.find_element(By.ID, "controls").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_package_is_found_beside_the_program_or_by_name(quick, program, tmp_path):
    moved = tmp_path / "bin" / "disalign"
    moved.parent.mkdir()
    shutil.copy(program, moved)
    alone = subprocess.run([moved, "export", str(quick), "--as", "geopko", "-o", str(tmp_path / "t")], capture_output=True, text=True)
    assert alone.returncode == 2 and "DISALIGN_ANALYSIS" in alone.stderr
    named = {**os.environ, "DISALIGN_ANALYSIS": str(ROOT / "analysis")}
    made = subprocess.run([moved, "export", str(quick), "--as", "geopko", "-o", str(tmp_path / "t")], capture_output=True, text=True,
                          env=named)
    assert made.returncode == 0 and (tmp_path / "t" / "geopko.csv").exists()
    wrong = subprocess.run([program, "report", str(quick)], capture_output=True, text=True, env={**os.environ, "DISALIGN_ANALYSIS": "/"})
    assert wrong.returncode == 2 and "DISALIGN_ANALYSIS" in wrong.stderr
    installed = tmp_path / "share" / "disalign"
    installed.parent.mkdir()
    installed.symlink_to(ROOT / "analysis")
    made = subprocess.run([moved, "export", str(quick), "--as", "geopko", "-o", str(tmp_path / "u")], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
