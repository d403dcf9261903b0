namespace Shop.Web.Gateway;

static class SafeMethods
{
    /// <summary>Whether the request only reads (RFC 9110, 9.2.1).</summary>
    public static bool IsSafe(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
