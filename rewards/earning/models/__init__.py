"""The programme of a company, its price lists, and what each deed earned under them."""

from rewards.earning.models.earning import Earning
from rewards.earning.models.price_list import PriceList
from rewards.earning.models.program import EarningChoice, Program

__all__ = ["Earning", "EarningChoice", "PriceList", "Program"]
