using System.Security.Cryptography;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Accounts;

/// <summary>The secret that locks the keys of sign-in cookies: those lie in the database, and this does not.</summary>
/// <remarks>
/// A stolen database or backup therefore opens no session. Web processes on several machines share the file (setting
/// <c>Helpdesk__KeyFile</c>); when it is lost, people sign in again and nothing else is gone.
/// </remarks>
sealed class KeyFile(IConfiguration configuration, DataFolder folder)
{
    const string Setting = "Helpdesk__KeyFile";

    /// <summary>AES-256.</summary>
    const int Bytes = 32;

    readonly Lazy<byte[]> key = new(() => Open(configuration["Helpdesk:KeyFile"] ?? Path.Combine(folder.Folder("keys"), "protection.key")));

    /// <exception cref="Refusal">The file is open to everybody, or holds something else.</exception>
    public byte[] Key => key.Value;

    static byte[] Open(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        if (SecretFile.Problem(Setting, path) is { } problem)
        {
            throw new Refusal(problem);
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Bytes ? bytes : throw new Refusal($"{Setting} is {path}, which holds {bytes.Length} bytes and not {Bytes}; restore the file, or remove it and everybody signs in again.");
    }

    /// <summary>Made beside and moved, so that of several processes that start together one wins whole and the others read its file.</summary>
    static void Make(string path)
    {
        var half = $"{path}.{Environment.ProcessId}";
        try
        {
            using (var file = new FileStream(half, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                file.Write(RandomNumberGenerator.GetBytes(Bytes));
            }

            File.Move(half, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(half);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"{Setting} {path} cannot be made ({e.Message.TrimEnd('.')}); make its folder writable or name another file.", e);
        }
    }
}
