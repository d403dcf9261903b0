namespace Shop.Users.Administration;

/// <summary>An account in the list.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">What its owner signs in with.</param>
/// <param name="EmailVerified">Whether they have shown that it is theirs.</param>
/// <param name="DisplayName">How the shop addresses them.</param>
/// <param name="Roles">What they are to the shop.</param>
/// <param name="IsLocked">Whether an admin has locked the account.</param>
/// <param name="CreatedAt">Since when there is the account.</param>
sealed record UserSummary(Guid Id, string Email, bool EmailVerified, string DisplayName, IReadOnlyList<string> Roles, bool IsLocked, DateTimeOffset CreatedAt);

/// <param name="Items">Newest first.</param>
/// <param name="Next">For the parameter <c>after</c>; null on the last page.</param>
sealed record UserPage(IReadOnlyList<UserSummary> Items, string? Next);

/// <summary>An account as an admin sees it: no birthday, no addresses.</summary>
/// <param name="Id">The account.</param>
/// <param name="Email">What its owner signs in with.</param>
/// <param name="EmailVerified">Whether they have shown that it is theirs.</param>
/// <param name="DisplayName">How the shop addresses them.</param>
/// <param name="Phone">In the international form, E.164.</param>
/// <param name="Language">Of mails.</param>
/// <param name="Roles">What they are to the shop.</param>
/// <param name="IsLocked">Whether an admin has locked the account.</param>
/// <param name="TwoFactorEnabled">Whether signing in asks for a code too.</param>
/// <param name="Sessions">On how many devices they are signed in.</param>
/// <param name="LastSeenAt">When they last used the shop while signed in, to the minute.</param>
/// <param name="CreatedAt">Since when there is the account.</param>
sealed record UserDetails(
    Guid Id, string Email, bool EmailVerified, string DisplayName, string? Phone, string Language, IReadOnlyList<string> Roles, bool IsLocked,
    bool TwoFactorEnabled, int Sessions, DateTimeOffset? LastSeenAt, DateTimeOffset CreatedAt);

/// <param name="Roles">All that the account shall have: the others are taken away.</param>
sealed record RolesRequest(IReadOnlyList<string?>? Roles);
