using Microsoft.Data.Sqlite;

namespace Sora2.LocalServer;

/// <summary>The server's SQLite file: one writer at a time, durable after every commit, readers never wait.</summary>
/// <remarks>WAL with synchronous=FULL: NORMAL leaves the last commits to the kernel, and a power cut takes them.</remarks>
public sealed class ServerDatabase : IDisposable
{
    // SQLite's primary result codes.
    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteInputOutput = 10;
    private const int WriteAheadLogBytes = 16 << 20;

    private readonly Lock _writing = new();
    private readonly SqliteConnection _writer;
    private readonly string _readers;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="StorageException">The disk is full or the folder is not writable.</exception>
    public ServerDatabase(string path)
    {
        FilePath = path;
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 10 }.ConnectionString;
        _writer = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        try
        {
            _writer.Open();
            Execute("PRAGMA journal_mode=WAL");
            Execute("PRAGMA synchronous=FULL");
            Execute("PRAGMA foreign_keys=ON");
            Execute($"PRAGMA journal_size_limit={WriteAheadLogBytes}");
        }
        catch (SqliteException error) when (Translate(error) is { } storage)
        {
            _writer.Dispose();
            throw storage;
        }
    }

    public string FilePath { get; }

    /// <summary>Makes what is missing of the schema; every statement says IF NOT EXISTS.</summary>
    public void Prepare(string schema) => Write(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = schema;
        return command.ExecuteNonQuery();
    });

    /// <summary>Adds a column that the file of an earlier version lacks.</summary>
    public void AddColumn(string table, string column, string type) => Write(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column}'";
        if (command.ExecuteScalar() is > 0L)
        {
            return 0;
        }

        command.CommandText = $"ALTER TABLE {table} ADD COLUMN {column} {type}";
        return command.ExecuteNonQuery();
    });

    /// <summary>Runs <paramref name="work"/> in one transaction, which is on the disk when this returns.</summary>
    /// <exception cref="StorageException">The disk is full or not writable; nothing was changed.</exception>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        lock (_writing)
        {
            try
            {
                Execute("BEGIN IMMEDIATE");
                try
                {
                    var result = work(_writer);
                    Execute("COMMIT");
                    return result;
                }
                catch
                {
                    RollBack();
                    throw;
                }
            }
            catch (SqliteException error) when (Translate(error) is { } storage)
            {
                throw storage;
            }
        }
    }

    /// <summary>Reads what was committed last.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = new SqliteConnection(_readers);
        connection.Open();
        return work(connection);
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _writer.Dispose();
        }

        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private void Execute(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void RollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself; the first error is the one to tell.
        }
    }

    private StorageException? Translate(SqliteException error) => error.SqliteErrorCode switch
    {
        SqliteFull => new StorageException(StorageProblem.DiskFull, FilePath, error),
        SqliteBusy or SqliteReadOnly or SqliteCannotOpen or SqliteInputOutput => new StorageException(StorageProblem.NotWritable, FilePath, error),
        _ => null,
    };
}
