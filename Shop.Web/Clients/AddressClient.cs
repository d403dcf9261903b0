namespace Shop.Web.Clients;

/// <summary>The address book of the person of the session, which Users keeps.</summary>
sealed class AddressClient(HttpClient http)
{
    const string Path = "/api/users/me/addresses";

    public async Task<IReadOnlyList<Address>> ListAsync(CancellationToken cancellationToken) =>
        (await http.CallAsync(HttpMethod.Get, Path, CartJson.Default.IReadOnlyListAddress, cancellationToken: cancellationToken)).Value ?? [];
}
