"""Money arriving: payroll results and bank lines, matched to pledges and posted."""
