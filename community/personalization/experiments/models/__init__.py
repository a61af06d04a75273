"""What is tried out, on whom it had an effect, and what came of it."""

from community.personalization.experiments.models.experiment import Experiment
from community.personalization.experiments.models.exposure import Exposure, OptOut
from community.personalization.experiments.models.look import Look
from community.personalization.experiments.models.outcome import QuestionOutcome

__all__ = ["Experiment", "Exposure", "Look", "OptOut", "QuestionOutcome"]
