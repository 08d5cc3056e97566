"""Legal reporting in offices of US companies: a matter of export rules, and who hears of it."""

from __future__ import annotations

from overt.evaluations.legal_reporting_us.reporting import LegalReporting


class LegalReportingUS(LegalReporting):
    """The offices of US companies."""

    name = "legal_reporting_us"


EVALUATION = LegalReportingUS()
