"""Text that means something to a template engine, a shell or YAML, wherever an author may write."""

from flowc import FlowSpec, JSONType, Parameter, catch, environment, kubernetes, step

NASTY = "{{workflow.name}} {{=1+1}} {% raw %} $(HOME) ${HOME} `id` 'single' \"double\" # no: [yaml]"


class HostileFlow(FlowSpec):
    """Says {{workflow.name}}, {{=1 + 1}}, {% if x %}, $(id), `id`, "quotes" and 'quotes'.

    And a second paragraph: with a colon, a # and an emoji 🦊.
    """

    text = Parameter("text", default=NASTY, help="{{inputs.parameters.at}}: 'quoted' # not")
    lines = Parameter("lines", default="first\nsecond\ttab\r\nthird: {{item}}\n")
    emoji = Parameter("emoji", default="🦊 \u00a0\u2028 ünï")
    control = Parameter("control", default="bell \x07 escape \x1b delete \x7f")
    null = Parameter("null", default="null", help="the text, not the value")
    number = Parameter("number", default="0123", help="text that looks like a number")
    yes = Parameter("yes", default="yes")
    quoted = Parameter("quoted", default='"quoted"')
    empty = Parameter("empty", default="")
    table = Parameter("table", type=JSONType, default={"{{a}}": ["$(b)", "{%c%}", "\x1b", "🦊"]})

    @environment(
        vars={
            "PLAIN": "a b",
            "TEMPLATE": "{{workflow.uid}}",
            "EXPRESSION": "{{=1+1}}",
            "KUBELET": "$(HOME) $$(HOME) $HOME",
            "LINES": "a\nb",
            "QUOTES": "'\"`",
            "ESCAPE": "\x1b[31m",
            "EMOJI": "🦊",
            "BOOLEAN": "true",
            "NUMBER": "1e3",
        }
    )
    @kubernetes(annotations={"example.com/note": "it's: \"fine\" # 🦊", "example.com/on": "yes"})
    @step
    def start(self):
        """Say {{tasks.start.outputs.parameters.next}} and $(HOME)."""
        self.key = "{{=1+1}}"
        self.next({"{{=1+1}}": self.on, "$(x)'\"\n": self.off, "🦊": self.off}, condition="key")

    @catch(var="failure")
    @step
    def on(self):
        self.next(self.end)

    @step
    def off(self):
        self.next(self.end)

    @step
    def end(self):
        print(self.text, self.lines, self.emoji, self.control, self.null, self.number)
        print(self.yes, self.quoted, self.empty, self.table)


if __name__ == "__main__":
    HostileFlow()
