"""Medical statements on a page: ``{% medical _("...") %}``, or ``{{ said }}{% english said %}`` for one a read made.

{% medical _("In this condition a boil can look quiet.") %}   the words, the English, and the mark
{% english page.row.why %}                                    only the English of a statement, if it needs one
{% unchecked page.row.why page.row.do %}                      the mark, once, if one of them needs it
"""

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from care.household.medical import UNCHECKED
from care.household.medical import medical as in_words

register = template.Library()


class MedicalNode(template.Node):
    def __init__(self, message: str):
        self.message = message

    def render(self, context: template.Context) -> SafeString:
        said = in_words(self.message)
        return format_html("{}{}{}", said, english(said), unchecked(said))


@register.tag
def medical(parser: Parser, token: Token) -> MedicalNode:
    """The message is written out, so that it is found for translation; its English is what stands in the template."""
    _name, *arguments = token.split_contents()
    literal = arguments[0] if len(arguments) == 1 else ""
    if not literal.startswith(('_("', "_('")) or literal[-1] != ")":
        raise template.TemplateSyntaxError('{% medical %} takes one message: {% medical _("...") %}')
    found = FilterExpression(literal[2:-1], parser).var
    return MedicalNode(str(found))


@register.simple_tag
def english(said: str) -> SafeString:
    """The English of a statement on a line of its own; nothing where it may stand alone."""
    words = getattr(said, "english", "")
    if not words:
        return mark_safe("")
    return format_html('<span class="original" lang="en" dir="ltr">{}</span>', words)


@register.simple_tag
def unchecked(*statements: str) -> SafeString:
    """The quiet mark, when one of these statements needs it."""
    if not any(getattr(said, "english", "") for said in statements):
        return mark_safe("")
    return format_html('<span class="unchecked" data-testid="unchecked">{}</span>', UNCHECKED)
