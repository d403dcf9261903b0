namespace Aspire.Hosting;

/// <summary>
/// Held by the AppHost that uses a data directory, for as long as its process lives: the operating system releases it even after <c>kill -9</c>.
/// So whoever holds it knows that a server still running in the directory has lost its AppHost.
/// </summary>
sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="DistributedApplicationException">Another AppHost uses the directory.</exception>
    public static DataDirectoryLock Acquire(string dataDirectory, string resourceName)
    {
        var path = dataDirectory.TrimEnd(Path.DirectorySeparatorChar) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DistributedApplicationException($"The folder {Path.GetDirectoryName(path)}, where the data of '{resourceName}' goes, can't be written: make it writable, or set AppHost:Volumes to another folder.", e);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new DistributedApplicationException($"Another AppHost uses the data of '{resourceName}' in {dataDirectory}: stop it first, or give this one a data volume of another name.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
