"""SQL queries of signing, counted as one RPC of an ordinary user costs them."""

from .papers import file_paper, signing
from .test_query_budgets import QueryBudgetCase
from .test_signing import SigningCase

# Signing through its dialog once that is filled in.
SIGN = 75


class TestSigningBudget(SigningCase, QueryBudgetCase):
    def cost(self, papers=1):
        for _turn in range(2):
            process = self.at_signing("sekretaris")
            for number in range(papers - 1):
                file_paper(process, self.staf, f"Nota dinas {number}", b"%PDF-1.4 " + str(number).encode())
            dialog = signing(process, self.sekretaris, "paraf")
            self.env.flush_all()
            with self.cold() as counted:
                dialog.action_sign()
        self.assertEqual(len(process.signature_ids.papers), papers)
        return counted[0]

    def test_sign(self):
        self.assertLessEqual(self.cost(), SIGN)
