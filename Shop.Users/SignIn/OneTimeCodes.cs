using Microsoft.EntityFrameworkCore;
using Shop.Users.Accounts.TwoFactor;
using Shop.Users.Data;

namespace Shop.Users.SignIn;

/// <summary>Of each time step one code is taken once, for whatever purpose: who has looked over a shoulder is too late.</summary>
sealed class OneTimeCodes(UsersContext context, TimeProvider time)
{
    /// <returns>Whether it is right, and has not been used.</returns>
    public async Task<bool> UseAsync(Guid userId, string key, string code, CancellationToken cancellationToken)
    {
        if (AuthenticatorCodes.FindStep(key, code, time.GetUtcNow()) is not { } step)
            return false;
        // Guarded: of two with the same code one is refused.
        return await context.Users.Where(u => u.Id == userId && (u.LastTwoFactorStep == null || u.LastTwoFactorStep < step))
            .ExecuteUpdateAsync(u => u.SetProperty(p => p.LastTwoFactorStep, step), cancellationToken) == 1;
    }
}
