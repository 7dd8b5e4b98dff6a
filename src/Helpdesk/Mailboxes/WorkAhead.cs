using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Helpdesk.Mailboxes;

/// <summary>Lets one step of the way work on the next batch while the step behind it has this one.</summary>
static class WorkAhead
{
    /// <summary>One finished batch may wait, so memory holds few of them however slow the step behind is.</summary>
    const int Waiting = 1;

    /// <param name="discard">Frees a batch that nobody will take any more.</param>
    public static async IAsyncEnumerable<T> OneAhead<T>(this IAsyncEnumerable<T> source, Action<T> discard, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<T>(Waiting);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var working = Task.Run(async () =>
        {
            try
            {
                await foreach (var item in source.WithCancellation(abandoned.Token))
                {
                    try
                    {
                        await channel.Writer.WriteAsync(item, abandoned.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        discard(item);
                        throw;
                    }
                }

                channel.Writer.Complete();
            }
            // Whatever it is, whoever takes the batches gets it, behind those that were finished before.
            catch (Exception e)
            {
                channel.Writer.Complete(e);
            }
        }, CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(stop))
            {
                yield return item;
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await working;
            while (channel.Reader.TryRead(out var left))
            {
                discard(left);
            }
        }
    }
}
