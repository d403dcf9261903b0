namespace Shop.Users.Security;

/// <summary>What every answer tells the browser it may do.</summary>
static class SecurityHeaders
{
    /// <summary>
    /// Nothing from elsewhere, and no script at all. A form's answer may lead on to where a client that is an application of a phone waits,
    /// which browsers count as the form's target.
    /// </summary>
    const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self' shop:; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For all but the page that ServiceDefaults gives developers, which is made of scripts.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        app.Use((http, next) =>
        {
            if (http.Request.Path.StartsWithSegments("/scalar"))
                return next(http);
            http.Response.OnStarting(static state =>
            {
                var headers = ((HttpContext)state).Response.Headers;
                headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                // The addresses of these pages may hold one-time codes.
                headers.TryAdd("Referrer-Policy", "no-referrer");
                headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
                headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
                headers.TryAdd("X-Frame-Options", "DENY");
                return Task.CompletedTask;
            }, http);
            return next(http);
        });
    }
}
