"""What is learned: lessons on their way, what they add up to, and what members were shown."""

from community.personalization.memory.models.helper import Count, Exposure, Helper, LearnedAnswer, Look
from community.personalization.memory.models.learned import Learned, LearnedQuestion
from community.personalization.memory.models.lesson import Lesson
from community.personalization.memory.models.not_me import NotMe
from community.personalization.memory.models.switch import Switch

__all__ = [
    "Count", "Exposure", "Helper", "Learned", "LearnedAnswer", "LearnedQuestion", "Lesson", "Look", "NotMe", "Switch"
]  # fmt: skip
