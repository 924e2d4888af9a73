"""What the window says about a connection that does not work, for clerk and administrator.

A headline says what is known, a sentence what to do; codes and server texts go to the details.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from pos_app.domain.errors import Code, Problem
from pos_app.gui.clock_words import clock_off


@dataclass(frozen=True, slots=True)
class Said:
    """A headline without a full stop, and a sentence or two that say what to do."""

    headline: str
    sentence: str


# {where} is the host or the text of a setting.
_CODES = {
    Code.DNS: (
        QT_TRANSLATE_NOOP("Words", "Address not found"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The address {where} was not found. Check the host name and the network.",
        ),
    ),
    Code.REFUSED: (
        QT_TRANSLATE_NOOP("Words", "No answer"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Nothing answers at {where}. Check the host name, the port and the firewall.",
        ),
    ),
    Code.TLS_UNTRUSTED: (
        QT_TRANSLATE_NOOP("Words", "Certificate not trusted"),
        QT_TRANSLATE_NOOP(
            "Words",
            "This computer does not trust the certificate of {where}. Ask your administrator "
            "to install the issuing authority.",
        ),
    ),
    Code.TLS_EXPIRED: (
        QT_TRANSLATE_NOOP("Words", "Certificate out of date"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The certificate of {where} is out of date. Check this computer's clock, then ask "
            "whoever runs the server.",
        ),
    ),
    Code.TLS_TOO_EARLY: (
        QT_TRANSLATE_NOOP("Words", "Certificate not valid yet"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The certificate of {where} is of a later date: this computer's clock is probably "
            "behind. Set date and time, then try again.",
        ),
    ),
    Code.TLS_CLOCK: (
        QT_TRANSLATE_NOOP("Words", "This computer's clock is off"),
        QT_TRANSLATE_NOOP(
            "Words",
            "This computer's clock is {clock}, so the certificate of {where} can't be checked. "
            "Set date and time, then try again.",
        ),
    ),
    Code.TLS_OLD: (
        QT_TRANSLATE_NOOP("Words", "Encryption out of date"),
        QT_TRANSLATE_NOOP(
            "Words",
            "{where} speaks only an encryption that is no longer safe (older than TLS 1.2). Ask "
            "whoever runs the server.",
        ),
    ),
    Code.HOST_REFUSED: (
        QT_TRANSLATE_NOOP("Words", "Not a host of this register"),
        QT_TRANSLATE_NOOP(
            "Words", "{where} is none of the hosts in the settings, so it was not called."
        ),
    ),
    Code.TLS_WRONG_NAME: (
        QT_TRANSLATE_NOOP("Words", "Certificate of another host"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The certificate that {where} shows is for another name. Check the host name.",
        ),
    ),
    Code.TLS_FAILED: (
        QT_TRANSLATE_NOOP("Words", "No secure connection"),
        QT_TRANSLATE_NOOP(
            "Words",
            "A secure connection to {where} could not be made. Check the port, and whether "
            "something on the network reads along.",
        ),
    ),
    Code.TIMEOUT: (
        QT_TRANSLATE_NOOP("Words", "No answer in time"),
        QT_TRANSLATE_NOOP("Words", "{where} did not answer in time. Check the network."),
    ),
    Code.DROPPED: (
        QT_TRANSLATE_NOOP("Words", "The line dropped"),
        QT_TRANSLATE_NOOP("Words", "The connection to {where} was cut off. Check the network."),
    ),
    Code.PROXY: (
        QT_TRANSLATE_NOOP("Words", "The proxy did not let it through"),
        QT_TRANSLATE_NOOP(
            "Words", "Ask your administrator to allow {where} on the proxy of this network."
        ),
    ),
    Code.INVALID_APP_ID: (
        QT_TRANSLATE_NOOP("Words", "App id not known"),
        QT_TRANSLATE_NOOP("Words", "Copy the app id again from your Firmly account."),
    ),
    Code.SESSION: (
        QT_TRANSLATE_NOOP("Words", "Session ended"),
        QT_TRANSLATE_NOOP("Words", "The session with Firmly has ended. Connect again."),
    ),
    Code.FORBIDDEN: (
        QT_TRANSLATE_NOOP("Words", "Not allowed"),
        QT_TRANSLATE_NOOP(
            "Words", "Ask Firmly to allow this app id to take orders for this merchant."
        ),
    ),
    Code.NOT_FOUND: (
        QT_TRANSLATE_NOOP("Words", "Not found"),
        QT_TRANSLATE_NOOP("Words", "Check the merchant's domain and the hosts in the settings."),
    ),
    Code.NOT_OFFERED: (
        QT_TRANSLATE_NOOP("Words", "The merchant does not offer this"),
        QT_TRANSLATE_NOOP("Words", "Ask Firmly to switch it on for this merchant."),
    ),
    Code.RATE_LIMITED: (
        QT_TRANSLATE_NOOP("Words", "Too many requests"),
        QT_TRANSLATE_NOOP("Words", "Wait a moment, then try again."),
    ),
    Code.STORE_UNAVAILABLE: (
        QT_TRANSLATE_NOOP("Words", "The merchant's store is not available"),
        QT_TRANSLATE_NOOP("Words", "Wait a moment, then try again."),
    ),
    Code.SERVER: (
        QT_TRANSLATE_NOOP("Words", "The server had a problem of its own"),
        QT_TRANSLATE_NOOP(
            "Words", "Try again in a moment. If it stays so, send the details to support."
        ),
    ),
    Code.INVALID_INPUT: (
        QT_TRANSLATE_NOOP("Words", "Something needs correcting"),
        QT_TRANSLATE_NOOP("Words", "The details say which part the merchant could not take."),
    ),
    Code.OTHER: (
        QT_TRANSLATE_NOOP("Words", "The merchant said no"),
        QT_TRANSLATE_NOOP("Words", "The details say why. Send them to support if need be."),
    ),
    Code.HTML: (
        QT_TRANSLATE_NOOP("Words", "A web page instead of an answer"),
        QT_TRANSLATE_NOOP(
            "Words",
            "A web page came instead of an answer. Check the host name, and whether this "
            "network asks you to sign in.",
        ),
    ),
    Code.BAD_JSON: (
        QT_TRANSLATE_NOOP("Words", "Answer not readable"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Check the hosts in the settings. If they are right, send the details to support.",
        ),
    ),
    Code.BAD_SHAPE: (
        QT_TRANSLATE_NOOP("Words", "Answer not understood"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Check the hosts in the settings. If they are right, send the details to support.",
        ),
    ),
    Code.TOO_LARGE: (
        QT_TRANSLATE_NOOP("Words", "Answer too large"),
        QT_TRANSLATE_NOOP("Words", "Send the details to support."),
    ),
    Code.REDIRECT: (
        QT_TRANSLATE_NOOP("Words", "Sent on to another address"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The server pointed to another address, which was not followed. Check the hosts.",
        ),
    ),
    Code.KEY_REFUSED: (
        QT_TRANSLATE_NOOP("Words", "Payment key not safe to use"),
        QT_TRANSLATE_NOOP(
            "Words",
            "No card is encrypted to this key. Nothing was sent. Send the details to support.",
        ),
    ),
    Code.PLAIN_HTTP: (
        QT_TRANSLATE_NOOP("Words", "Not a secure address"),
        QT_TRANSLATE_NOOP(
            "Words", "Begin the address with https. Only this computer itself may use http."
        ),
    ),
    Code.BAD_URL: (
        QT_TRANSLATE_NOOP("Words", "Not an address"),
        QT_TRANSLATE_NOOP("Words", "Enter an address like https://api.example.com."),
    ),
    Code.BAD_DOMAIN: (
        QT_TRANSLATE_NOOP("Words", "Not a domain"),
        QT_TRANSLATE_NOOP("Words", "Enter the merchant's domain, like store.example.com."),
    ),
    Code.DISK: (
        QT_TRANSLATE_NOOP("Words", "Not written to disk"),
        QT_TRANSLATE_NOOP(
            "Words", "Make room on this computer's disk, or ask your administrator to look at it."
        ),
    ),
    Code.DISK_FULL: (
        QT_TRANSLATE_NOOP("Words", "The disk is full"),
        QT_TRANSLATE_NOOP(
            "Words",
            "An order is written to disk before it is sent, and there is no room. Free some space "
            "on this computer, then place the order again.",
        ),
    ),
    Code.DISK_READ_ONLY: (
        QT_TRANSLATE_NOOP("Words", "The data folder can't be written"),
        QT_TRANSLATE_NOOP(
            "Words",
            "An order is written to disk before it is sent. Ask your administrator to make "
            "{where} writable, then place the order again.",
        ),
    ),
    Code.JOURNAL_BUSY: (
        QT_TRANSLATE_NOOP("Words", "Another program holds the order journal"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Close any other program that has {where} open, such as a backup, then place the "
            "order again.",
        ),
    ),
    Code.JOURNAL_NEWER: (
        QT_TRANSLATE_NOOP("Words", "A newer version of this app wrote the order journal"),
        QT_TRANSLATE_NOOP(
            "Words",
            "This version can't read {where}. Ask your administrator to install the newer "
            "version; no order can be placed until then.",
        ),
    ),
    Code.JOURNAL_DAMAGED: (
        QT_TRANSLATE_NOOP("Words", "The order journal was damaged"),
        QT_TRANSLATE_NOOP(
            "Words",
            "The damaged file was kept as {where} and a new journal begun. Tell your "
            "administrator: orders before today are in that file.",
        ),
    ),
    Code.STAFF_DAMAGED: (
        QT_TRANSLATE_NOOP("Words", "The list of clerks can't be read"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Nobody can sign in until {where} is readable again. Ask your administrator to put "
            "back a copy of it.",
        ),
    ),
    Code.AUDIT: (
        QT_TRANSLATE_NOOP("Words", "The audit log can't be written"),
        QT_TRANSLATE_NOOP(
            "Words",
            "Orders go on, but {where} does not record them. Tell your administrator.",
        ),
    ),
    Code.NOT_ALLOWED: (
        QT_TRANSLATE_NOOP("Words", "Not yours to do"),
        QT_TRANSLATE_NOOP("Words", "Ask a supervisor to sign in for this."),
    ),
    Code.CANCELLED: (
        QT_TRANSLATE_NOOP("Words", "Stopped"),
        QT_TRANSLATE_NOOP("Words", "You stopped this. Start again when you are ready."),
    ),
    Code.GAVE_WAY: (
        QT_TRANSLATE_NOOP("Words", "An order went first"),
        QT_TRANSLATE_NOOP("Words", "An order was placed meanwhile; the merchant is asked again."),
    ),
    Code.SUPERSEDED: (
        QT_TRANSLATE_NOOP("Words", "Another quote went first"),
        QT_TRANSLATE_NOOP("Words", "Another order was quoted meanwhile. Press F7 to ask again."),
    ),
    Code.CART_IN_USE: (
        QT_TRANSLATE_NOOP("Words", "The merchant's cart is needed as proof"),
        QT_TRANSLATE_NOOP(
            "Words",
            "An order is not settled yet, and the merchant's cart may prove that it went "
            "through. There is no exact quote until it has been looked into.",
        ),
    ),
    Code.PRICE_CHANGED: (
        QT_TRANSLATE_NOOP("Words", "The total has changed"),
        QT_TRANSLATE_NOOP("Words", "Tell the customer the new total before you place the order."),
    ),
    Code.CART_CHANGED: (
        QT_TRANSLATE_NOOP("Words", "The merchant changed the cart"),
        QT_TRANSLATE_NOOP("Words", "Tell the customer, and change the cart."),
    ),
    Code.INTERRUPTED: (
        QT_TRANSLATE_NOOP("Words", "The app was closed"),
        QT_TRANSLATE_NOOP("Words", "The app ended before the merchant's answer was here."),
    ),
}


def problem_said(problem: Problem) -> Said:
    """What a known error means to the clerk or the administrator, and what to do about it."""
    headline, sentence = _CODES[problem.code]
    if problem.code is Code.RATE_LIMITED and problem.retry_after:
        sentence = QT_TRANSLATE_NOOP("Words", "Wait {seconds} s, then try again.")
    where = problem.where or _translated(QT_TRANSLATE_NOOP("Words", "the server"))
    filled = _translated(sentence).format(
        where=where, seconds=problem.retry_after, clock=clock_off(problem.clock_off or 0)
    )
    return Said(_translated(headline), filled[:1].upper() + filled[1:])


def problem_sentence(problem: Problem) -> str:
    """What to do about a known error."""
    return problem_said(problem).sentence


def _translated(text: object) -> str:
    # The mark for translation hands its text back; only its type is lost on the way.
    return QCoreApplication.translate("Words", str(text))
