"""The tables that tables.py makes from the company that is measured."""

from __future__ import annotations

from django.db import models


class Member(models.Model):
    name = models.CharField(max_length=40)
    reputation = models.IntegerField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "floor_member"


class Topic(models.Model):
    title = models.CharField(max_length=300)
    author = models.ForeignKey(Member, models.CASCADE)
    created = models.DateTimeField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "floor_topic"


class Tag(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE)
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "floor_tag"


class Post(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE)
    author = models.ForeignKey(Member, models.CASCADE)
    created = models.DateTimeField()
    score = models.IntegerField()
    source = models.TextField()
    html = models.TextField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "floor_post"
