using Microsoft.AspNetCore.Identity;
using Shop.Users.Accounts;
using Shop.Users.Data;

namespace Shop.Users.Mail;

/// <summary>Where Identity's own parts want to send a mail: through the same queue, in the texts of our own pages.</summary>
sealed class IdentityEmailSender(UsersContext db, MailWriter mails, MailSignal signal) : IEmailSender<User>
{
    public Task SendConfirmationLinkAsync(User user, string email, string confirmationLink) => SendAsync(user, email, "ConfirmEmail", AccountTokens.ConfirmEmailLifespan.TotalHours, confirmationLink);

    public Task SendPasswordResetLinkAsync(User user, string email, string resetLink) => SendAsync(user, email, "ResetPassword", AccountTokens.ResetPasswordLifespan.TotalMinutes, resetLink);

    /// <summary>Only the endpoints of <c>MapIdentityApi</c> ask for codes, which are meant to be copied into an app that we don't have.</summary>
    public Task SendPasswordResetCodeAsync(User user, string email, string resetCode) =>
        throw new NotSupportedException("Passwords are reset by links.");

    async Task SendAsync(User user, string email, string kind, double lifespan, string link)
    {
        await mails.AddAsync(db, new(kind, email, user.Language) { UserId = user.Id, Link = link, Values = [(int)lifespan] });
        await db.SaveChangesAsync();
        signal.Set();
    }
}
