using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.Parameters;

/// <summary>The <c>secrets.json</c> that <c>dotnet user-secrets</c> also edits.</summary>
sealed class UserSecretsFile(string path)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static UserSecretsFile ForId(string id) => new(PathHelper.GetSecretsPathFromSecretsId(id));

    /// <summary>The value that stands there, else adds this one. Two AppHosts at once agree on one value.</summary>
    /// <exception cref="DistributedApplicationException">The file is not valid JSON; it is left as it is.</exception>
    public string GetOrAdd(string key, string value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var gate = Lock();
        var secrets = Read();
        if (secrets[key] is { } kept)
            return kept.ToString();
        secrets[key] = value;
        Write(secrets);
        return value;
    }

    private JsonObject Read()
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject ?? [];
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"The user secrets {path} are not valid JSON, so no password can be kept there: {e.Message} Mend or move the file.", e);
        }
    }

    private void Write(JsonObject secrets)
    {
        // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new StreamWriter(temporary, options))
            stream.Write(secrets.ToJsonString(s_indented));
        File.Move(temporary, path, overwrite: true);
    }

    private FileStream Lock()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(50);
            }
        }
    }
}
