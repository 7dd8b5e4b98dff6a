using System.Net.Sockets;

namespace Helpdesk.Mailboxes;

/// <summary>The line to a mail server, read in large pieces; while a long mail comes, nobody is woken for each packet of it.</summary>
/// <remarks>
/// A wake-up changes threads three times (the one that watches the sockets, the pool, the reader). A server sends a mailbox in records of a few
/// kilobytes, and a wake-up for each of them made a first reading take a tenth longer on two quiet cores, and more on busy ones.
/// </remarks>
sealed class ServerLine : Stream
{
    /// <summary>64 KB: what a wake-up should bring; the kernel's smallest usual receive buffer holds it.</summary>
    const int Piece = 64 * 1024;

    /// <summary>48 KB: more of a mail than TLS and the IMAP client can hold between them, so that what is waited for is surely still to come.</summary>
    const int HeldAbove = 48 * 1024;

    /// <summary>A fifth of a second: a line that does not bring a piece within it is slow, and every byte is taken as it comes.</summary>
    static readonly TimeSpan Brisk = TimeSpan.FromMilliseconds(200);

    readonly Socket socket;
    readonly byte[] piece = new byte[2 * Piece];
    int start;
    int end;
    long handedOn;
    long expectedUntil;
    int lowWater = 1;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="patience">How long the server may take for its next bytes, or for taking ours.</param>
    public ServerLine(Socket socket, TimeSpan patience)
    {
        socket.Blocking = false;
        this.socket = socket;
        ReadTimeout = WriteTimeout = (int)patience.TotalMilliseconds;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    public override int ReadTimeout { get; set; }

    public override int WriteTimeout { get; set; }

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The server has announced so many bytes in one piece, the first of which may be here.</summary>
    public void Expect(int bytes) => expectedUntil = handedOn + bytes - HeldAbove;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        if (start == end)
        {
            (start, end) = (0, socket.Receive(piece, SocketFlags.None, out var error));
            if (error == SocketError.WouldBlock)
            {
                return WaitAsync(buffer, cancellationToken);
            }

            if (error != SocketError.Success)
            {
                return ValueTask.FromException<int>(Broken(new SocketException((int)error)));
            }
        }

        return new(HandOn(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var rest = buffer;
            buffer = rest[await WithinAsync(WriteTimeout, token => socket.SendAsync(rest, token), cancellationToken)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        socket.Dispose();
        base.Dispose(disposing);
    }

    int HandOn(Span<byte> to)
    {
        var length = Math.Min(to.Length, end - start);
        piece.AsSpan(start, length).CopyTo(to);
        start += length;
        handedOn += length;
        return length;
    }

    async ValueTask<int> WaitAsync(Memory<byte> to, CancellationToken stop)
    {
        WakeAt((int)Math.Clamp(expectedUntil - handedOn, 1, Piece));
        if (lowWater > 1)
        {
            try
            {
                (start, end) = (0, await WithinAsync((int)Brisk.TotalMilliseconds, token => socket.ReceiveAsync(piece, token), stop));
                return HandOn(to.Span);
            }
            catch (TimeoutException)
            {
                expectedUntil = 0;
                WakeAt(1);
            }
        }

        (start, end) = (0, await WithinAsync(ReadTimeout, token => socket.ReceiveAsync(piece, token), stop));
        return HandOn(to.Span);
    }

    /// <summary>Lets the kernel wake us only when so many bytes are there, or the line has ended.</summary>
    void WakeAt(int bytes)
    {
        if (bytes != lowWater)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
            lowWater = bytes;
        }
    }

    /// <exception cref="TimeoutException">The server's time ran out.</exception>
    /// <exception cref="IOException">The line is broken.</exception>
    static async ValueTask<int> WithinAsync(int timeout, Func<CancellationToken, ValueTask<int>> done, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(timeout);
        try
        {
            return await done(patience.Token);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException("the server took too long", e);
        }
        catch (SocketException e)
        {
            throw Broken(e);
        }
    }

    static IOException Broken(SocketException e) => new(e.Message, e);
}
