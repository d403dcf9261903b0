using System.Net;
using System.Text;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Integration.Users;
using Xunit;

namespace Shop.Tests.Integration;

/// <summary>
/// Who may call what, in all three services: each operation of their OpenAPI documents is asked by everybody. A new one is for signed-in persons, or
/// says by its address whom it is for, or is named here as public; else this fails.
/// </summary>
public sealed class AuthorizationTests(ShopApplication shop)
{
    static readonly Dictionary<string, string[]> Public = new()
    {
        ["users"] = ["GetAvatar", "Register"],
        ["catalog"] =
        [
            "AcceptPrices", "AddRecentlyViewed", "AddToCart", "ClearCart", "ClearRecentlyViewed", "GetCart", "GetCartSummary", "GetDelivery", "GetProduct", "GetProductPicture", "GetProductSummaries", "GetQuote",
            "GetRecentlyViewed", "GetRelatedProducts", "GetSuggestions", "GetUploadedPicture", "ListCategories", "ListProductAddressParts", "ListProductAddresses", "ListProducts", "RemoveCartLine", "RemoveSaved", "SaveForLater", "SetCartLine",
        ],
        ["orders"] = ["GetReviewPicture", "ListReviews", "PaymentWebhook"],
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    enum Level
    {
        Anyone,
        Person,
        Staff,
        Admin,
    }

    [Theory]
    [InlineData("users", 15)]
    [InlineData("catalog", 40)]
    [InlineData("orders", 25)]
    public async Task Every_operation_answers_those_it_is_for_and_nobody_else(string service, int least)
    {
        using var anonymous = await shop.ClientAsync(service);
        using var customer = await shop.SignedInAsync(service);
        using var staff = await shop.SignedInAsync(service, null, "staff");
        using var admin = await shop.SignedInAsync(service, null, "admin");
        var operations = await OpenApiOperation.ReadAsync(anonymous, Cancellation);
        Assert.True(operations.Count >= least, $"The document of {service} has only {operations.Count} operations.");
        Assert.Equal(Public[service], operations.Where(static operation => operation.IsPublic).Select(static operation => operation.Name).Distinct().Order(StringComparer.Ordinal));

        var wrong = new List<string>();
        foreach (var operation in operations)
            foreach (var (client, level) in new[] { (anonymous, Level.Anyone), (customer, Level.Person), (staff, Level.Staff), (admin, Level.Admin) })
            {
                var isAllowed = level >= LevelOf(service, operation);
                // What is allowed is tried with what changes nothing.
                if (isAllowed && !operation.Path.Contains('{', StringComparison.Ordinal) && operation.Method != HttpMethod.Get && !operation.HasJsonBody)
                    continue;
                using var answer = await SendAsync(client, operation);
                // The webhook takes a signature for a token.
                var isRight = operation.Name == "PaymentWebhook" ? answer.StatusCode == HttpStatusCode.Unauthorized
                    : isAllowed ? answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)answer.StatusCode < 500
                    : answer.StatusCode == (level == Level.Anyone ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);
                if (!isRight)
                    wrong.Add($"{operation} answers {(int)answer.StatusCode} to {level}");
            }
        Assert.Empty(wrong);
    }

    static Level LevelOf(string service, OpenApiOperation operation) =>
        Public[service].Contains(operation.Name) ? Level.Anyone
        : operation.Path.StartsWith($"/api/{service}/manage", StringComparison.Ordinal) ? Level.Staff
        : operation.Path.StartsWith($"/api/{service}/admin", StringComparison.Ordinal) ? Level.Admin
        // Accounts other than the caller's own.
        : service == "users" && !operation.Path.StartsWith("/api/users/me", StringComparison.Ordinal) ? Level.Admin
        : Level.Person;

    /// <summary>About something that is not there, with a body that is no good: what is refused is refused for who asks.</summary>
    static async Task<HttpResponseMessage> SendAsync(HttpClient client, OpenApiOperation operation)
    {
        var path = string.Join('/', operation.Path.Split('/').Select(static part => !part.StartsWith('{') ? part : part == "{position}" ? "0" : Guid.NewGuid().ToString()));
        // The ids of messages are numbers.
        path = path.StartsWith("/api/orders/admin/errors/", StringComparison.Ordinal) ? operation.Path.Replace("{id}", "0", StringComparison.Ordinal) : path;
        using var request = new HttpRequestMessage(operation.Method, path);
        if (operation.BodyTypes.Length > 0)
            request.Content = new StringContent("{}", Encoding.UTF8, operation.BodyTypes[0]);
        else if (operation.Method != HttpMethod.Get)
            request.Content = new StringContent("");
        return await client.SendAsync(request, Cancellation);
    }
}
