"""A directive for Gradscape labs: live in HTML, a poster everywhere else.

In MyST it is ```{gradscape} SETTINGS```, in reStructuredText ``.. gradscape:: SETTINGS``. Options: ``views``,
``controls``, ``theme`` and ``autoplay`` as on the element, ``height``, ``poster`` (a picture), ``alt`` (the poster in
words) and ``steps`` (of the poster that the extension draws).

Without ``poster``, the extension draws one with the command ``gradscape``, if there is one, into ``_gradscape/`` beside
``conf.py``. Commit that folder to build where the command is missing.
"""

import hashlib
import html
import shutil
import subprocess
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

ATTRIBUTES = ("settings", "views", "controls", "theme", "autoplay")
FOLDER = "_gradscape"
log = logging.getLogger(__name__)


class gradscape_lab(nodes.General, nodes.Element):
    """A lab. Its child is what stands there without scripts."""


class Gradscape(SphinxDirective):
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        "views": directives.unchanged,
        "controls": directives.unchanged,
        "theme": lambda text: directives.choice(text, ("auto", "light", "dark")),
        "autoplay": directives.flag,
        "height": directives.length_or_unitless,
        "poster": directives.uri,
        "alt": directives.unchanged,
        "steps": directives.nonnegative_int,
    }

    def run(self):
        settings = self.arguments[0].strip() if self.arguments else ""
        attributes = {"settings": settings, **{key: self.options[key] for key in ATTRIBUTES if key in self.options}}
        lab = gradscape_lab(height=self.options.get("height"), **attributes)
        poster, alt = self.options.get("poster"), self.options.get("alt", "")
        if poster:
            poster = self.any_format(poster)
        else:
            poster, drawn = self.draw(settings)
            alt = alt or drawn
        alt = alt or f"Gradscape: {settings}"
        lab += nodes.image(uri=poster, alt=alt) if poster else nodes.paragraph("", alt)
        self.set_source_info(lab)
        return [lab]

    def any_format(self, poster):
        """A poster that is there as .svg and as .png is called .*: Sphinx then takes what the output can show."""
        file = Path(self.env.relfn2path(poster)[1])
        both = all(file.with_suffix(end).is_file() for end in (".svg", ".png"))
        return f"{poster[: -len(file.suffix)]}.*" if file.suffix and both else poster

    def draw(self, settings):
        """Draws the poster, unless it is there already. Returns its address and its text."""
        steps, views = str(self.options.get("steps", 100)), self.options.get("views", "")
        name = hashlib.sha256("\n".join([settings, views, steps]).encode()).hexdigest()[:16]
        folder = Path(self.env.srcdir) / FOLDER
        files = [folder / f"{name}{end}" for end in (".svg", ".png", ".txt")]
        if not all(file.is_file() for file in files):
            program = shutil.which(self.config.gradscape_command)
            if program is None:
                return None, ""
            folder.mkdir(exist_ok=True)
            for file, theme in zip(files, ("auto", "light")):
                command = [program, "figure", "lab", settings, "--steps", steps, "--theme", theme, "-o", str(file)]
                command += ["--views", views] if views else []
                command += ["--scale", "2"] if file.suffix == ".png" else []
                drawn = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
                if drawn.returncode:
                    log.warning("gradscape: %s", drawn.stderr.strip(), location=self.get_location())
                    return None, ""
            files[2].write_text(drawn.stdout.strip(), encoding="utf-8")
        return f"/{FOLDER}/{name}.*", files[2].read_text(encoding="utf-8")


def is_live(translator):
    """An e-book is HTML, too, but runs no scripts."""
    return translator.builder.format == "html" and translator.builder.name != "epub"


def visit_html(translator, node):
    if is_live(translator):
        words = [f'{key}="{html.escape(node[key] or "")}"' for key in ATTRIBUTES if node.get(key) is not None]
        if node.get("height"):
            words.append(f'style="height: {html.escape(node["height"])}"')
        translator.body.append(f"<gradscape-lab {' '.join(words)}>")


def depart_html(translator, node):
    if is_live(translator):
        translator.body.append("</gradscape-lab>\n")


def pass_by(translator, node):
    """Elsewhere the child alone is shown."""


def add_script(app, pagename, templatename, context, doctree):
    """Only pages with a lab load the script."""
    if app.builder.name != "epub" and doctree is not None and next(doctree.findall(gradscape_lab), None) is not None:
        app.add_js_file(app.config.gradscape_script, type="module")


def add_folder(app, config):
    """Gradscape's files in ``_static/`` are copied, also if ``conf.py`` does not name that folder."""
    if (Path(app.confdir) / "_static" / "gradscape").is_dir() and "_static" not in config.html_static_path:
        config.html_static_path.append("_static")


def setup(app):
    app.add_config_value("gradscape_script", "gradscape/gradscape.js", "html")
    app.add_config_value("gradscape_command", "gradscape", "env")
    elsewhere = (pass_by, pass_by)
    app.add_node(
        gradscape_lab,
        html=(visit_html, depart_html),
        **{writer: elsewhere for writer in ("latex", "text", "man", "texinfo")},
    )
    app.add_directive("gradscape", Gradscape)
    app.connect("config-inited", add_folder)
    app.connect("html-page-context", add_script)
    return {"version": "0.1.0", "parallel_read_safe": True, "parallel_write_safe": True}
