"""What the Services API answers, by subject."""

from __future__ import annotations

from tradepost.domains.services.service_jobs.operations import appointments, closing, jobs, reservations, schedules

__all__ = ["appointments", "closing", "jobs", "reservations", "schedules"]
