namespace Shop.Orders.Payments;

/// <summary>What the gateway said of an authorisation: exactly one is not null.</summary>
/// <param name="Id">Its name for the payment whose money it holds.</param>
/// <param name="Decline">Why it does not.</param>
readonly record struct Authorisation(string? Id, string? Decline);

/// <summary>
/// The company that takes the buyers' money. Each call has an idempotency key: said again it does nothing again, and answers the same. A call that throws
/// may have been heard or not, and is to be said again.
/// </summary>
interface IPaymentGateway
{
    Task<Authorisation> AuthoriseAsync(string key, string token, decimal amount, string currency, CancellationToken cancellationToken);

    Task CaptureAsync(string key, string payment, CancellationToken cancellationToken);

    /// <summary>Lets the money go. False where it has been captured already.</summary>
    Task<bool> VoidAsync(string key, string payment, CancellationToken cancellationToken);

    Task RefundAsync(string key, string payment, decimal amount, CancellationToken cancellationToken);
}
