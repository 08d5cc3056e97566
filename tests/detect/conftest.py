import pytest
from inspect_ai.model._model import init_model_roles, model_roles
from judges import mock


@pytest.fixture
def role():
    """Binds Inspect's role `judge`, as `--model-role` does."""
    before = dict(model_roles())

    def bind(say):
        model, calls = mock(say)
        init_model_roles({"judge": model})
        return calls

    yield bind
    init_model_roles(before)
