namespace Shop.Users.Sessions;

/// <summary>
/// What a browser says of itself, in two words for people to know it by. Browsers name each other in what they say, so the order matters; and
/// since they can say anything, nothing is decided by it.
/// </summary>
static class Device
{
    static readonly (string Sign, string Name)[] Browsers =
        [("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("MicroMessenger/", "WeChat"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    static readonly (string Sign, string Name)[] Systems =
        [("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static (string? Browser, string? System) Read(string? userAgent) => (Find(userAgent, Browsers), Find(userAgent, Systems));

    static string? Find(string? userAgent, (string Sign, string Name)[] known)
    {
        if (userAgent is not null)
            foreach (var (sign, name) in known)
                if (userAgent.Contains(sign, StringComparison.Ordinal))
                    return name;
        return null;
    }
}
