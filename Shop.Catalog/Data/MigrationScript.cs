namespace Shop.Catalog.Data;

/// <summary>The SQL of migrations that make more than tables: functions, triggers and computed columns, in files of their own beside them.</summary>
static class MigrationScript
{
    public static string Read(string name)
    {
        using var stream = typeof(MigrationScript).Assembly.GetManifestResourceStream($"Shop.Catalog.Data.Migrations.{name}")
            ?? throw new InvalidOperationException($"There is no migration script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
