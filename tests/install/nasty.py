"""Configuration files as users really have them: twenty in JSON and twenty in TOML, as bytes."""

from __future__ import annotations

BOM = b"\xef\xbb\xbf"


def json_files(key: str) -> dict[str, bytes]:
    """Files whose table of servers is called `key`."""
    k = key.encode()
    other = b'"other": {"command": "npx", "args": ["-y", "thing"], "env": {"KEY": "sk-1"}}'
    return {
        "empty": b"",
        "only space": b" \n\t\n",
        "empty object": b"{}",
        "empty object and line end": b"{}\n",
        "object over two lines": b"{\n}\n",
        "empty table": b'{"' + k + b'": {}}\n',
        "empty table over lines": b'{\n  "' + k + b'": {\n  }\n}\n',
        "one line with another server": b'{"theme": "dark", "' + k + b'": {' + other + b"}}",
        "two spaces": b'{\n  "' + k + b'": {\n    ' + other + b'\n  },\n  "theme": "dark"\n}\n',
        "four spaces": b'{\n    "theme": "dark",\n    "' + k + b'": {\n        ' + other + b"\n    }\n}",
        "tabs": b'{\n\t"' + k + b'": {\n\t\t' + other + b"\n\t}\n}\n",
        "crlf": b'{\r\n  "theme": "dark",\r\n  "' + k + b'": {\r\n    ' + other + b"\r\n  }\r\n}\r\n",
        "bom": BOM + b'{\n  "theme": "dark"\n}\n',
        "bom and crlf": BOM + b'{\r\n  "' + k + b'": {}\r\n}\r\n',
        "comments": b'// mine\n{\n  /* the\n look */ "theme": "dark", // dark\n  "'
        + k
        + b'": {\n    '
        + other
        + b" // keep\n    // and this\n  } // end\n}\n// bye",
        "trailing commas": b'{\n  "' + k + b'": {\n    ' + other + b',\n  },\n  "theme": "dark",\n}\n',
        "comment in an empty table": b'{ "' + k + b'": { /* none yet */ } }\n',
        "line comment in an empty table": b'{\n  "' + k + b'": { // none yet\n  }\n}\n',
        "strings that look like more": b'{"a": "// no comment", "b": "}{\\"\\\\", "'
        + k
        + b'": {"x": {"args": ["{,}"]}}}',
        "other languages and escapes": '{\n  "name": "Zoë 日本 \\u00e9 😀",\n  "n": [-0.5, true, null]\n}\n'.encode(),
        "blank lines": b'\n\n{\n\n  "theme": "dark",\n\n  "' + k + b'": {\n\n    ' + other + b"\n\n  }\n\n}\n\n\n",
        "a ruler and lines that are commented out": (
            b'{\n  "a": 1,\n' + b"/" * 80 + b"\n" + b'// "x": "http://a", // y\n' * 100 + b'  "b": 2\n}\n'
        ),
        "comments around a comma": b'{"theme": "x", /* dark */ "vim": true /* yes */}\n',
        "only a comment": b"// my settings",
        "brace behind the last": b'{\n  "theme": "dark" }\n',
        "deep": b'{"d": ' + b"[" * 90 + b"]" * 90 + b"}\n",
    }


TOML_FILES: dict[str, bytes] = {
    "empty": b"",
    "only space": b"\n\n",
    "one key": b'model = "gpt-6"\n',
    "no line end": b'model = "gpt-6"',
    "crlf": b'model = "gpt-6"\r\n\r\n[tui]\r\ntheme = "dark"\r\n',
    "bom": BOM + b'model = "gpt-6"\n',
    "bom and crlf": BOM + b"[tui]\r\nx = 1\r\n",
    "another server": b'[mcp_servers.other]\ncommand = "npx"\nargs = ["-y"]\n\n[mcp_servers.other.env]\nKEY = "sk-1"\n',
    "servers in the middle": b'a = 1\n\n[mcp_servers.other]\nurl = "https://x"\n\n# about the look\n[tui]\nb = 2\n',
    "a header of its own": b"[mcp_servers]\n",
    "quoted names": b'[mcp_servers."with space"]\ncommand = "x"\n[projects."/home/me/a.b"]\ntrust_level = "trusted"\n',
    "comments": b"# mine\n\na = 1 # one\n# [mcp_servers.claude-scope]\n# command = 'no'\n",
    "a string over lines": b'notes = """\n[mcp_servers.claude-scope]\ncommand = "no"\n"""\n[tui]\nx = 1\n',
    "a literal over lines": b"notes = '''\n[x]\n''' # end\n",
    "a list over lines": b'list = [\n  "[a]", # one\n  "b",\n]\n[tui]\n',
    "lists of tables": b"[[hooks]]\nx = 1\n\n[[hooks]]\nx = 2\n",
    "other languages": 'name = "Zoë 日本 😀"\n'.encode(),
    "blank lines at the end": b"a = 1\n\n\n\n",
    "dotted keys": b"tui.theme = 'dark'\nshell.env.set = { A = '1' }\n",
    "dates and numbers": b"d = 2026-11-28T10:00:00Z\nn = 0xff\nf = inf\n",
    "indented": b"  [tui]\n    theme = 'dark'\n",
}

BROKEN_JSON: dict[str, bytes] = {
    "half written": b'{"mcpServers": {"other": {"command": "np',
    "cut in a string": b'{"a": "b',
    "two values": b"{} {}",
    "a list": b"[]",
    "a word": b"hello",
    "no colon": b'{"a" 1}',
    "nested too deeply": b'{"a": ' * 400,
    "not utf-8": b'{"a": "\xff"}',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "nul bytes": b"\0" * 64,
}
BROKEN_TOML: dict[str, bytes] = {
    "half written": b'[mcp_servers.other]\ncommand = "np',
    "a value is missing": b"a =\n",
    "a name twice": b"a = 1\na = 2\n",
    "not a table": b"mcp_servers = 1\n",
    "inline": b"mcp_servers = { other = { command = 'x' } }\n",
    "not utf-8": b"a = '\xff'\n",
    "json": b'{"mcpServers": {}}',
}
