"""Strategies as published: priorities, actions, measures, asks; what is unstated stays empty."""

from datetime import date, datetime
from enum import StrEnum
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose


class Event(StrEnum):
    """What is done here."""

    STRATEGY_IMPORTED = "strategy_imported"


class Audience(StrEnum):
    """Of whom a strategy asks something."""

    COUNCIL = "council"
    SERVICES = "services"
    COUNCILLORS = "councillors"
    INDIVIDUALS = "individuals"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Principle(Model):
    """One of the seven statutory corporate parenting principles (R-CARE-3)."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    letter: Mapped[str] = mapped_column(sa.String(1), unique=True)
    text: Mapped[str]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))


class Strategy(Model):
    """One council's strategy."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    council: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(200))
    period: Mapped[str | None] = mapped_column(sa.String(60))
    status: Mapped[str | None] = mapped_column(sa.String(300))
    source: Mapped[str | None] = mapped_column(sa.String(200))
    report_every_months: Mapped[int | None]
    imported_at: Mapped[datetime]

    priorities: Mapped[list["Priority"]] = relationship(
        back_populates="strategy", order_by="Priority.position", cascade="all, delete-orphan"
    )
    actions: Mapped[list["Action"]] = relationship(
        back_populates="strategy", order_by="Action.position", cascade="all, delete-orphan"
    )
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="strategy", order_by="Measure.position", cascade="all, delete-orphan"
    )
    asks: Mapped[list["Ask"]] = relationship(order_by="Ask.position", cascade="all, delete-orphan")
    findings: Mapped[list["Finding"]] = relationship(
        order_by="Finding.position", cascade="all, delete-orphan"
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        order_by="Milestone.position", cascade="all, delete-orphan"
    )

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The strategy that a URL names, or None."""
        return db.session.scalar(sa.select(cls).where(cls.key == key))


class Priority(Model):
    """What a strategy puts first."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"))
    key: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str | None]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="priorities")
    actions: Mapped[list["Action"]] = relationship(
        back_populates="priority", order_by="Action.position"
    )
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="priority", order_by="Measure.position"
    )

    __table_args__ = (sa.UniqueConstraint("strategy_id", "key"),)


class Action(Referenced, Model, prefix="S"):
    """What a strategy says will be done; pledges, matches, grants and gifts serve it."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"))
    priority_id: Mapped[int | None] = mapped_column(sa.ForeignKey("priority.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    owner: Mapped[str | None] = mapped_column(sa.String(200))
    due: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="actions")
    priority: Mapped[Priority | None] = relationship(back_populates="actions")

    __table_args__ = (sa.UniqueConstraint("strategy_id", "key"),)


class Measure(Model):
    """How a strategy says it will be seen to work."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"), index=True)
    priority_id: Mapped[int | None] = mapped_column(sa.ForeignKey("priority.id"), index=True)
    text: Mapped[str]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    baseline: Mapped[str | None] = mapped_column(sa.String(200))
    target: Mapped[str | None] = mapped_column(sa.String(200))
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="measures")
    priority: Mapped[Priority | None] = relationship(back_populates="measures")


class Ask(Model):
    """What a strategy asks of the council, its services, its councillors or each person."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"), index=True)
    audience: Mapped[Audience]
    text: Mapped[str]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int]


class Finding(Model):
    """Something that an inspection said must get better."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"), index=True)
    body: Mapped[str] = mapped_column(sa.String(80))
    text: Mapped[str]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int]


class Milestone(Model):
    """A dated step of the scheme itself, as exactly as the date is known."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategy.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    precision: Mapped[Precision]
    source_ref: Mapped[str | None] = mapped_column(sa.String(80))
    position: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("strategy_id", "key"),)

    @property
    def when(self) -> str:
        """Its dates as exactly as they are known: "2019 to 2021", "June 2022", "4 July 2023"."""
        days = [self.begins_on, self.ends_on] if self.ends_on else [self.begins_on]
        shape = {Precision.DAY: "{0.day} {0:%B %Y}", Precision.MONTH: "{0:%B %Y}"}
        words = [shape.get(self.precision, "{0.year}").format(one) for one in days]
        return " to ".join(dict.fromkeys(words))
