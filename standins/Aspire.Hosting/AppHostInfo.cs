using System.Reflection;

namespace Aspire.Hosting;

/// <param name="Assembly">The AppHost's own; null where nothing tells which it is.</param>
/// <param name="Directory">The folder of its project file.</param>
sealed record AppHostInfo(Assembly? Assembly, string Directory, string Name);
