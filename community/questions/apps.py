from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "community.questions"
    label = "questions"
