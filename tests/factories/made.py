"""What every factory does."""

from typing import Any

import factory

from nolimits.kernel.db import transaction


class Made(factory.Factory):
    """Something made with all that it needs in one transaction, which all its operations join.

    One by one they would each begin on fresh facts, and read again what is as it was.
    """

    class Meta:
        abstract = True

    @classmethod
    @transaction
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        return super()._generate(strategy, params)
