using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;

namespace Shop.Users.Accounts;

static class SignedInUser
{
    /// <summary>Whose page it is. Read once in a request: the parts of a page find what the page has read.</summary>
    public static async Task<User> SignedInAsync(this UsersContext db, HttpContext http) =>
        await db.Users.FindAsync([http.User.UserId()], http.RequestAborted)
            ?? throw new InvalidOperationException("The session is of an account that does not exist.");
}
